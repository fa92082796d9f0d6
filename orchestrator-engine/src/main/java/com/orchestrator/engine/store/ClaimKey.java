package com.orchestrator.engine.store;

import java.util.UUID;

/** What one run holds, or waits for. */
public record ClaimKey(String name, UUID instanceId) {}
