package com.orchestrator.api.limit;

/** What somebody has set for one queue, workload, fairness key or task type. */
public sealed interface Limit permits QueueLimit, Budget, FairnessLimit, Breaker {}
