package com.orchestrator.engine.limit;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Breaker.State;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.model.TimeRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a breaker stands, which follows from when it was opened and how attempts have ended since: nobody has to do anything for it to
 * open, to let one attempt through and to close. What it has come to is written into its row, which is what takers go by.
 *
 * @param openUntil null while it is closed; {@link RuleState#BY_HAND} when a person has opened it
 * @param hasMoved its row says something else
 */
public record BreakerStanding(State state, @Nullable Instant openUntil, boolean hasMoved) {

    /**
     * @param openUntil as its row says
     * @param failures those that count: within the window, and none before it was closed; since it lets one through, once it was open
     * @param successes since it lets one through
     */
    public static BreakerStanding of(
            Breaker breaker, @Nullable Instant openUntil, long failures, long successes, Instant now) {
        if (openUntil == null) {
            return failures >= breaker.failures()
                    ? new BreakerStanding(State.OPEN, TimeRange.later(now, breaker.openFor()), true)
                    : new BreakerStanding(State.CLOSED, null, false);
        }
        if (openUntil.isAfter(now)) {
            return new BreakerStanding(State.OPEN, openUntil, false);
        }
        if (failures > 0) {
            return new BreakerStanding(State.OPEN, TimeRange.later(now, breaker.openFor()), true);
        }
        return successes > 0
                ? new BreakerStanding(State.CLOSED, null, true)
                : new BreakerStanding(State.HALF_OPEN, openUntil, false);
    }

    /** What it has done, if it has moved. */
    public LimitChange.Action action() {
        return openUntil == null ? LimitChange.Action.CLOSED : LimitChange.Action.OPENED;
    }

    /**
     * Why it has moved, for people.
     *
     * @param openUntil what it was before
     */
    public static String reason(Breaker breaker, @Nullable Instant openUntil, LimitChange.Action action) {
        if (action == LimitChange.Action.CLOSED) {
            return "An attempt has succeeded";
        }
        return openUntil == null
                ? breaker.failures() + " failures within " + breaker.window()
                : "The attempt that was let through has failed";
    }

    /** What it lets begin, beside what is in flight. */
    public RuleState toRuleState(long used) {
        return RuleState.ofBreaker(openUntil, used);
    }
}
