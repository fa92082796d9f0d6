package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.store.WorkerStore;
import java.util.Optional;

/** Walks over the workers, a piece at a time: who is silent for long is listed no more, and forgotten later. */
public final class WorkerRetirement implements Chore {

    private static final String BEFORE_ALL = "";

    private final WorkerStore workers;
    private String position = BEFORE_ALL;

    public WorkerRetirement(WorkerStore workers) {
        this.workers = workers;
    }

    @Override
    public String name() {
        return "worker-retirement";
    }

    @Override
    public int runOnce(int limit) {
        Optional<String> last = workers.retire(position, limit);
        position = last.orElse(BEFORE_ALL);
        return 0;
    }
}
