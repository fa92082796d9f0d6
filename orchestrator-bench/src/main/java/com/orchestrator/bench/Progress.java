package com.orchestrator.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Lets time pass and says what is going on: each second to a person, now and then to a file. */
final class Progress {

    private static final boolean IS_WATCHED = System.console() != null;
    private static final int SECONDS_BETWEEN_LINES = 10;

    private Progress() {}

    /** @param state a few words about the moment */
    static void watch(String what, int seconds, Supplier<String> state) {
        for (int second = 1; second <= seconds; second++) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            say(what, second, seconds, state);
        }
        if (IS_WATCHED) {
            System.err.println();
        }
    }

    private static void say(String what, int second, int seconds, Supplier<String> state) {
        String line = String.format(Locale.ROOT, "%-32s %3d/%d s  %s", what, second, seconds, state.get());
        if (IS_WATCHED) {
            System.err.print("\r" + line + "   ");
        } else if (second == seconds || second % SECONDS_BETWEEN_LINES == 0) {
            System.err.println(line);
        }
    }
}
