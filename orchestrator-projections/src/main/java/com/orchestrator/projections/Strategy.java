package com.orchestrator.projections;

/** What happens to the workers of the generation before when a new one comes. */
public enum Strategy {
    /** They finish their batches and stop; only then the new ones begin. At no time do two generations work. */
    RECREATE,
    /** They hand over shard by shard, each after a batch. Two generations work at the same time, never on the same shard. */
    ROLLING
}
