package com.orchestrator.router;

import com.fasterxml.jackson.annotation.JsonValue;
import com.orchestrator.api.job.JobState;
import java.util.Locale;

/** The router's words for how a job stands. */
public enum JobStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    public static JobStatus of(JobState state) {
        return switch (state) {
            case PENDING -> PENDING;
            case RUNNING -> RUNNING;
            case SUCCEEDED -> COMPLETED;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
        };
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
