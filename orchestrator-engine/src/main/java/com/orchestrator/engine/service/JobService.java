package com.orchestrator.engine.service;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Page;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the outside may ask about jobs: work without a definition. Writes answer when they are durable; every refusal is an
 * {@link com.orchestrator.api.error.OrchestratorException}, thrown or carried by the future. A job goes by the id that its caller
 * has given it, or by the one that was made up for it.
 */
public interface JobService {

    /** Refused with {@code RUN_ID_CONFLICT} when the id is that of a job with another payload. */
    CompletableFuture<JobPut> putJob(JobRequest request);

    /** Puts many in one commit; one bad item does not spoil the others. */
    CompletableFuture<List<JobOutcome>> putJobs(List<JobOutcome.Item> items);

    /** With payload and output. */
    Job getJob(String jobId);

    /** Answers when the job is over, or when the time is, with how it stands then. */
    CompletableFuture<Job> awaitJob(String jobId, Duration wait);

    /** Without payload, and without output unless it is asked for; the newest first. A page may have fewer than were asked for and yet not be the last. */
    Page<Job> listJobs(JobQuery query);

    /** Stops it, undoes what it has done if it says how, and answers with how it stands then. */
    CompletableFuture<Job> cancelJob(JobCommand command);

    /** Lets one that has given up try again. */
    CompletableFuture<Job> retryJob(JobCommand command);
}
