package com.orchestrator.api.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a task type is not tried for a while. Failures that say nothing of the health of what the type depends on, such as a business
 * "no", do not count.
 *
 * @param failures so many within the window open it, 1 to 1,000
 * @param window a millisecond to 366 days
 * @param openFor how long nothing is handed out before one attempt finds out whether it works again
 */
public record Breaker(int failures, Duration window, Duration openFor) implements Limit {

    private static final int FAILURES_MAX = 1_000;

    public Breaker {
        LimitFaults.checkCount(failures, "failures", FAILURES_MAX, "write 1 to open it at the first failure");
        LimitFaults.checkSpan(window, "window");
        LimitFaults.checkSpan(openFor, "openFor");
    }

    /** As many as there are while it is closed; otherwise it depends on how it stands. */
    @Override
    public @Nullable Integer room() {
        return null;
    }

    /** Whether a type is tried. */
    public enum State {
        /** As ever. */
        CLOSED,
        /** Nothing is handed out. */
        OPEN,
        /** One attempt at a time, to find out whether it works again. */
        HALF_OPEN
    }
}
