package com.orchestrator.engine.store;

import java.util.UUID;

/** An attempt that is under way counts against a rule. */
public record Permit(String rule, UUID executionId) {}
