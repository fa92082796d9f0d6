package com.orchestrator.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * How a task is undone.
 *
 * @param input what the undo is given; {@code {"input": …, "output": …}} of the forward attempt when absent
 * @param whenAttempted undo also when the outcome is not known; else only when it succeeded
 */
public record Undo(
        String taskType,
        String queue,
        @Nullable Template input,
        boolean whenAttempted,
        RetryPolicy retry,
        TaskTimeouts timeouts) {}
