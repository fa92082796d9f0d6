package com.orchestrator.router;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of a job.
 *
 * @param workerId needed for everything but a cancellation
 * @param attempt the one that is meant; the worker's last one when absent
 * @param result of one that is completed
 * @param error of one that has failed
 */
public record StatusReport(
        String jobId,
        JobStatus status,
        @Nullable String workerId,
        @Nullable Integer attempt,
        @Nullable Payload result,
        @Nullable String error) {}
