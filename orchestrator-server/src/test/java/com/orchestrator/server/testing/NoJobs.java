package com.orchestrator.server.testing;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.JobCommand;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.engine.service.JobQuery;
import com.orchestrator.engine.service.JobService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** There are none among the fakes: whoever asks for jobs asks a {@link com.orchestrator.server.wiring.OwnEngine}. */
final class NoJobs implements JobService {

    private static UnsupportedOperationException none() {
        return new UnsupportedOperationException("No jobs among the fakes");
    }

    @Override
    public CompletableFuture<JobPut> putJob(JobRequest request) {
        throw none();
    }

    @Override
    public CompletableFuture<List<JobOutcome>> putJobs(List<JobOutcome.Item> items) {
        throw none();
    }

    @Override
    public Job getJob(String jobId) {
        throw none();
    }

    @Override
    public CompletableFuture<Job> awaitJob(String jobId, Duration wait) {
        throw none();
    }

    @Override
    public Page<Job> listJobs(JobQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public CompletableFuture<Job> cancelJob(JobCommand command) {
        throw none();
    }

    @Override
    public CompletableFuture<Job> retryJob(JobCommand command) {
        throw none();
    }
}
