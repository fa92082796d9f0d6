package com.orchestrator.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * Work that finds out whether a task happened.
 *
 * @param input what the probe is given; {@code {"input": …, "idempotencyKey": …}} of the forward attempts when absent
 */
public record Probe(
        String taskType, String queue, @Nullable Template input, RetryPolicy retry, TaskTimeouts timeouts) {}
