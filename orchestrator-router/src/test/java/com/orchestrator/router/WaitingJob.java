package com.orchestrator.router;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.service.JobOutcome;

/** A job where the router would put it, by somebody who has no router. */
public final class WaitingJob {

    private WaitingJob() {}

    public static JobRequest of(String id, int priority, Payload payload) {
        JobClass jobs = JobClass.of(priority);
        return new JobRequest(
                "calculate",
                payload,
                id,
                null,
                null,
                jobs.ring(),
                null,
                jobs.queue(),
                null,
                null,
                null,
                JobHistory.DEFAULT,
                null);
    }

    /** One of many, {@code job-} and its number, of all priorities by turns. */
    static JobOutcome.Item numbered(int number, Payload payload) {
        return new JobOutcome.Item(of("job-" + number, number % 12, payload), null);
    }
}
