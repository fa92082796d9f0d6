package com.orchestrator.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Lets time pass and says what is going on: each second to a person, now and then to a file. */
final class Progress {

    private static final boolean IS_WATCHED = System.console() != null;
    private static final int SECONDS_BETWEEN_LINES = 10;

    private Progress() {}

    /** @param state a few words about the moment */
    static void watch(String what, int seconds, Supplier<String> state) {
        watchUntil(what, seconds, seconds, () -> true, state);
    }

    /** @param done asked once a second; counts when the least time is over */
    static void watchUntil(String what, int least, int most, BooleanSupplier done, Supplier<String> state) {
        for (int second = 1; second <= most; second++) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            boolean isLast = (done.getAsBoolean() && second >= least) || second == most;
            say(what, second, isLast, state);
            if (isLast) {
                return;
            }
        }
    }

    private static void say(String what, int second, boolean isLast, Supplier<String> state) {
        String line = String.format(Locale.ROOT, "%-32s %4d s  %s", what, second, state.get());
        if (IS_WATCHED) {
            System.err.print("\r" + line + (isLast ? "\n" : "   "));
        } else if (isLast || second % SECONDS_BETWEEN_LINES == 0) {
            System.err.println(line);
        }
    }
}
