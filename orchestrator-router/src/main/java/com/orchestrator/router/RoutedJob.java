package com.orchestrator.router;

import com.orchestrator.api.job.Job;
import org.jspecify.annotations.Nullable;

/**
 * A job and what the router knows of it beyond.
 *
 * @param workerId who was given it last, or has reported on it last
 */
public record RoutedJob(Job job, int priority, @Nullable String workerId) {

    public JobStatus status() {
        return JobStatus.of(job.state());
    }
}
