package com.orchestrator.router;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.engine.service.ListQuery;
import java.util.stream.Collectors;

/** How a job stands, in words for whoever looks for it in vain. */
final class Standing {

    private static final int ATTEMPTS_MAX = 100;

    private Standing() {}

    static String of(JobRouter.Services services, String jobId) {
        Job job = services.jobs().getJob(jobId);
        return jobId + " " + job.state() + ": " + attempts(services, job);
    }

    private static String attempts(JobRouter.Services services, Job job) {
        try {
            return services.workflows().getTasks(job.instanceId(), new ListQuery(ATTEMPTS_MAX, null)).items().stream()
                    .map(Standing::of)
                    .collect(Collectors.joining("; "));
        } catch (OrchestratorException gone) {
            return "over by now, only its outcome is left";
        }
    }

    private static String of(TaskExecution attempt) {
        return "attempt " + attempt.attempt() + " in " + attempt.queue() + " " + attempt.state() + " of "
                + attempt.leaseHolder() + " until " + attempt.leaseExpiresAt() + ", fence " + attempt.fenceToken();
    }
}
