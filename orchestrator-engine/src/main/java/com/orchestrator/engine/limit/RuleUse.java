package com.orchestrator.engine.limit;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a rule stands, for people to look at.
 *
 * @param breaker null when it is none
 * @param failures of a breaker, those that count now
 * @param holders some of the attempts that hold permits
 */
public record RuleUse(RuleState state, @Nullable BreakerStanding breaker, long failures, List<UUID> holders) {

    /** So many holders are named. */
    public static final int HOLDERS_MAX = 3;

    public RuleUse {
        holders = List.copyOf(holders);
    }
}
