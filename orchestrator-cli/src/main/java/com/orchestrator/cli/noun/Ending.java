package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.Times;
import java.time.Duration;
import java.util.Set;

/** The end of a run, or where it rests because an undo waits for a person. */
final class Ending {

    private static final Set<String> OVER =
            Set.of("COMPLETED", "FAILED", "COMPENSATED", "CANCELLED", "TERMINATED", "COMPENSATION_FAILED");
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);
    private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofSeconds(2);

    private final Invocation invocation;
    private final long start = System.nanoTime();
    private final Duration limit;

    /** @param limit how long it is waited for, from now on */
    Ending(Invocation invocation, Duration limit) {
        this.invocation = invocation;
        this.limit = limit;
    }

    static boolean isOver(String state) {
        return OVER.contains(state);
    }

    /** What the server is to wait with its next answer. */
    String nextWait() {
        Duration most = invocation.printer().showsProgress() ? BETWEEN_SIGNS_OF_LIFE : LONGEST_REQUEST;
        Duration left = left();
        return Math.max(0, (left.compareTo(most) < 0 ? left : most).toMillis()) + "ms";
    }

    Duration left() {
        return limit.minus(Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * Waits for it.
     *
     * @param run its instance id
     * @return {@code state}, with {@code output} and {@code cause} when it is over; the state alone when the time is
     */
    JsonNode await(String run) {
        Api api = invocation.api();
        JsonNode answer;
        do {
            answer = api.json(api.get("instances", run, "result").query("wait", nextWait()));
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            invocation.printer().progress(Json.at(answer, "/state") + " for " + Times.text(waited));
        } while (!isOver(Json.at(answer, "/state")) && left().toMillis() > 0);
        invocation.printer().progressDone();
        return answer;
    }
}
