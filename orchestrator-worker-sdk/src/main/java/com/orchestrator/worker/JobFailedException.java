package com.orchestrator.worker;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.model.Cause;
import org.jspecify.annotations.Nullable;

/** A job is over and has not succeeded, or is not over yet. */
public final class JobFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Job job;

    JobFailedException(Job job) {
        super("Job " + job.jobId() + " is " + job.state() + because(job.cause()));
        this.job = job;
    }

    private static String because(@Nullable Cause cause) {
        return cause == null ? "" : ": " + cause.code() + " " + cause.message();
    }

    /** How it stood. */
    public Job job() {
        return job;
    }
}
