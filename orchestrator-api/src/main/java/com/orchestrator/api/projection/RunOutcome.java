package com.orchestrator.api.projection;

import com.orchestrator.api.model.WorkflowState;
import java.time.Instant;

/**
 * How many runs of a workflow came to an end in an hour. One that is rolled back after it has completed counts both times.
 *
 * @param hour the beginning of it
 * @param state in which they ended
 */
public record RunOutcome(Instant hour, String namespace, String workflow, WorkflowState state, long runs) {}
