package com.orchestrator.etl;

import com.orchestrator.api.etl.EtlNames;
import com.orchestrator.worker.EtlClient;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskHandler;
import java.nio.file.Path;

/** The ends of runs: clears up, and tells the server, which starts the jobs that wait for a success and counts what has become of runs. */
public final class EtlFollower {

    private final EtlClient jobs;
    private final PackageStore packages;

    /** @param data the directory that all ETL workers share */
    public EtlFollower(EtlClient jobs, Path data) {
        this.jobs = jobs;
        this.packages = PackageStore.below(data);
    }

    /** Also where there is none: that of an attempt that was killed, or was dropped before. */
    @TaskHandler(EtlNames.DROP)
    void drop(TaskContext context) {
        packages.drop(context.instanceId().toString());
        if (context.isCompensation()) {
            tellOfFailure(context);
        }
    }

    /** For figures alone, so nothing waits for it. */
    private void tellOfFailure(TaskContext context) {
        try {
            jobs.follow(context.instanceId());
        } catch (OrchestratorProblemException refused) {
            context.log().info("The run is not counted as failed: " + refused.detail());
        }
    }

    @TaskHandler(EtlNames.FOLLOW)
    void follow(TaskContext context) {
        try {
            jobs.follow(context.instanceId());
        } catch (OrchestratorProblemException refused) {
            throw TaskFailure.retryable(refused.code(), refused.detail());
        }
    }
}
