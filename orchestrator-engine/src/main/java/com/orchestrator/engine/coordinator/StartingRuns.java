package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.RunKey;
import java.util.HashSet;
import java.util.Set;

/** Names that the new runs of one batch want: of two that want the same, the second waits for what becomes of the first. */
final class StartingRuns {

    private final Set<RunKey> runs = new HashSet<>();
    private final Set<JobKey> jobs = new HashSet<>();
    private boolean unsure;

    /** @return false when another new run of the batch wants it */
    boolean claims(RunKey key) {
        return runs.add(key);
    }

    /** @return false when another new run of the batch wants one of its names */
    boolean claims(LaneRequest.Start start) {
        if (runs.contains(start.key()) || start.jobKeys().stream().anyMatch(jobs::contains)) {
            return false;
        }
        runs.add(start.key());
        jobs.addAll(start.jobKeys());
        return true;
    }

    /** One has been decided of which nobody has looked whether its name is taken: if it is, there will be no such run. */
    void mayBeThereAlready() {
        unsure = true;
    }

    /** Whether what runs of the batch have taken may turn out to be free. */
    boolean isUnsure() {
        return unsure;
    }
}
