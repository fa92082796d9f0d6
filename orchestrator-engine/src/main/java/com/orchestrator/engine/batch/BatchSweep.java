package com.orchestrator.engine.batch;

import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.store.BatchStore;
import java.time.Duration;

/** Goes on with batches that a server has left, and forgets those of long ago. */
final class BatchSweep implements Chore {

    private static final Duration KEPT = Duration.ofDays(30);

    private final BatchStore store;
    private final BatchRunner runner;
    private final Sightings sightings;

    BatchSweep(BatchStore store, BatchRunner runner, Sightings sightings) {
        this.store = store;
        this.runner = runner;
        this.sightings = sightings;
    }

    @Override
    public String name() {
        return "batch-sweep";
    }

    @Override
    public int runOnce(int limit) {
        long running = store.running();
        sightings.batchesAre(running);
        if (running > 0) {
            runner.wake();
        }
        return store.trim(KEPT, limit);
    }
}
