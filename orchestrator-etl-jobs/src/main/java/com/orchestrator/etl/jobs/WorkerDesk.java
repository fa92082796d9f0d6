package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.service.JobService;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Asks ETL workers what a server cannot know. A question is a job of the engine, so any worker of any server may answer it; it is put once and
 * gives up by itself.
 */
final class WorkerDesk {

    private static final Payload ONCE = Payload.ofJson("{\"maxAttempts\": 1}");

    /** A worker in {@code dev} is started by the first question. In all less than clients wait for an answer. */
    private static final Payload PATIENCE = Payload.ofJson("{\"schedule\": \"15s\", \"total\": \"25s\"}");

    private static final Duration LONGER = Duration.ofSeconds(27);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JobService jobs;
    private final Runnable wanted;

    /** @param wanted hears of each question */
    WorkerDesk(JobService jobs, Runnable wanted) {
        this.jobs = jobs;
        this.wanted = wanted;
    }

    <T> CompletableFuture<Question<T>> ask(String kind, JsonNode payload, Class<T> answer) {
        JobRequest question = new JobRequest(
                kind,
                Payload.ofTree(payload),
                null,
                null,
                null,
                Priority.P0,
                null,
                null,
                null,
                ONCE,
                PATIENCE,
                JobHistory.OUTCOME,
                null);
        wanted.run();
        return jobs.putJob(question)
                .thenApply(put -> () -> jobs.awaitJob(put.jobId(), LONGER).thenApply(job -> read(job, answer)));
    }

    private static <T> T read(Job job, Class<T> answer) {
        Payload output = job.output();
        if (job.state() != JobState.SUCCEEDED || output == null) {
            throw unanswered(job);
        }
        try {
            return JSON.treeToValue(output.tree(), answer);
        } catch (JsonProcessingException other) {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE, "An ETL worker of another version has answered job " + job.jobId());
        }
    }

    private static OrchestratorException unanswered(Job job) {
        Cause cause = job.cause();
        String message = cause == null ? null : cause.message();
        String why;
        if (job.attempts() == 0) {
            why = "No ETL worker is there: ./orchestrator etl-worker starts one";
        } else if (message == null) {
            why = "The ETL worker has not come to an end in time";
        } else {
            why = "The ETL worker could not say: " + message;
        }
        return new OrchestratorException(ErrorCode.ILLEGAL_STATE, why);
    }
}
