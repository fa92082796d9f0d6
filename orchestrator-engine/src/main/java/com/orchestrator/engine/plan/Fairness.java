package com.orchestrator.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * How attempts of different keys share a queue.
 *
 * @param weight share of a key against others, 1 by default
 * @param maxConcurrent attempts of one key at once; no limit when absent
 */
public record Fairness(
        KeyTemplate key, int weight, @Nullable Integer maxConcurrent) {

    public static final int WEIGHT_DEFAULT = 1;
}
