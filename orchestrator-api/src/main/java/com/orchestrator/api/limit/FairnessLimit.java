package com.orchestrator.api.limit;

import org.jspecify.annotations.Nullable;

/**
 * What one fairness key of a queue gets, in place of what definitions say. At least one of the two.
 *
 * @param weight its share beside keys of weight 1, 1 to 1,000; null leaves it to the definition
 * @param maxConcurrent attempts of it that may be in flight, 1 to 1,000,000; null leaves it to the definition
 */
public record FairnessLimit(
        @Nullable Integer weight, @Nullable Integer maxConcurrent) implements Limit {

    /** The greatest share. */
    public static final int WEIGHT_MAX = 1_000;

    public FairnessLimit {
        if (weight == null && maxConcurrent == null) {
            throw LimitFaults.impossible("weight", "Give 'weight', 'maxConcurrent' or both", null);
        }
        if (weight != null) {
            LimitFaults.checkCount(
                    weight, "weight", WEIGHT_MAX, "a key without a share would wait for ever; the least is 1");
        }
        if (maxConcurrent != null) {
            LimitFaults.checkCount(
                    maxConcurrent, "maxConcurrent", LimitFaults.COUNT_MAX, "leave it out to keep no count of this key");
        }
    }

    @Override
    public @Nullable Integer room() {
        return maxConcurrent;
    }
}
