package com.orchestrator.engine.limit;

import java.time.Instant;
import java.util.UUID;

/**
 * How an attempt of a task type with a breaker has ended.
 *
 * @param rule the breaker's
 * @param failed in a way that says something of the health of what the type depends on
 */
public record Outcome(String rule, UUID executionId, boolean failed, Instant at) {}
