package com.orchestrator.api.job;

import java.util.UUID;

/**
 * A job that was put.
 *
 * @param instanceId the run that does it
 * @param deduplicated whether it was there already, by its id or by its key
 */
public record JobPut(String jobId, UUID instanceId, JobState state, boolean deduplicated) {}
