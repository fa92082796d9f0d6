package com.orchestrator.projections.store;

import java.util.Locale;

/** What a worker is doing. */
public enum WorkerState {
    /** It has said that it is there, and may not work yet. */
    STARTING,
    /** It may work and has nothing to do. */
    READY,
    /** It owns shards. */
    RUNNING,
    /** It finishes its batches and takes no more. */
    DRAINING,
    STOPPED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static WorkerState named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
