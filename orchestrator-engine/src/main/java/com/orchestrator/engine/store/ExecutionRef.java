package com.orchestrator.engine.store;

import java.util.UUID;

/** An execution and the run it belongs to. */
public record ExecutionRef(UUID instanceId, UUID executionId) {}
