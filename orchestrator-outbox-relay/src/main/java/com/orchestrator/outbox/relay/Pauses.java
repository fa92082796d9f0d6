package com.orchestrator.outbox.relay;

import java.time.Duration;

/** How long a relay rests: hardly while there is work, longer and longer while there is none, or nobody answers. */
final class Pauses {

    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration FIRST_FAULT = Duration.ofMillis(200);
    private static final Duration LONGEST_FAULT = Duration.ofSeconds(10);

    private final Duration longest;
    private Duration idle = FIRST;
    private Duration fault = FIRST_FAULT;

    Pauses(Duration longest) {
        this.longest = longest;
    }

    Duration afterWork() {
        idle = FIRST;
        fault = FIRST_FAULT;
        return Duration.ZERO;
    }

    Duration afterNothing() {
        fault = FIRST_FAULT;
        Duration pause = shorter(idle, longest);
        idle = pause.multipliedBy(2);
        return pause;
    }

    Duration afterFault() {
        Duration pause = shorter(fault, LONGEST_FAULT);
        fault = pause.multipliedBy(2);
        return pause;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
