package com.orchestrator.worker;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** One job. Holds no state of its own: every call asks the server. */
public final class JobHandle {

    private static final Duration EARLY = Duration.ofMillis(200);

    private final JobClient client;
    private final String jobId;
    private final boolean deduplicated;

    JobHandle(JobClient client, String jobId) {
        this(client, jobId, false);
    }

    JobHandle(JobClient client, JobPut put) {
        this(client, put.jobId(), put.deduplicated());
    }

    private JobHandle(JobClient client, String jobId, boolean deduplicated) {
        this.client = client;
        this.jobId = jobId;
        this.deduplicated = deduplicated;
    }

    public String jobId() {
        return jobId;
    }

    /** Whether it was there already when it was put. */
    public boolean deduplicated() {
        return deduplicated;
    }

    public Job describe() {
        return client.get(jobId, Duration.ZERO);
    }

    /** Waits until it is over, or for so long, and answers with how it stands then. */
    public Job await(Duration timeout) {
        long deadline = System.nanoTime() + TimeRange.nanos(timeout);
        Job job = client.get(jobId, timeout);
        while (!job.state().isOver() && deadline - System.nanoTime() > 0) {
            job = client.get(jobId, slower(Duration.ofNanos(deadline - System.nanoTime())));
        }
        return job;
    }

    /** A server about to stop does not hold requests; whoever asks again must not make a storm of it. */
    private static Duration slower(Duration left) {
        ClientCalls.await(ClientCalls.later(
                left.compareTo(EARLY) < 0 ? left : EARLY, () -> CompletableFuture.completedFuture(Boolean.TRUE)));
        return left;
    }

    /**
     * Waits for its output.
     *
     * @throws JobFailedException when it is over and has not succeeded, or the timeout is and it goes on
     */
    public <T> T result(Class<T> output, Duration timeout) {
        Job job = await(timeout);
        if (job.state() != JobState.SUCCEEDED) {
            throw new JobFailedException(job);
        }
        try {
            return client.mapper()
                    .readValue(
                            Objects.requireNonNullElse(job.output(), Payload.NULL)
                                    .bytes(),
                            output);
        } catch (IOException e) {
            throw new IllegalArgumentException("The job's output is not a " + output.getSimpleName(), e);
        }
    }

    /** Stops it, and undoes what it has done if it said how. */
    public Job cancel(String reason) {
        return client.operate(jobId, "cancel", reason);
    }

    /** Lets it try again when it has given up. */
    public Job retry(String reason) {
        return client.operate(jobId, "retry", reason);
    }
}
