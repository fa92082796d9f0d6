package com.orchestrator.etl;

import com.orchestrator.api.etl.EtlNames;
import com.orchestrator.worker.EtlClient;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskHandler;

/** Tells the server that a run has loaded its rows, so that it starts the jobs that wait for that. */
public final class EtlFollower {

    private final EtlClient jobs;

    public EtlFollower(EtlClient jobs) {
        this.jobs = jobs;
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
