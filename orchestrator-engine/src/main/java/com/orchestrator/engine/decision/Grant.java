package com.orchestrator.engine.decision;

import java.time.Instant;
import java.util.UUID;

/**
 * An execution that a decision has leased.
 *
 * @param slot the slot it was leased into
 */
public record Grant(UUID executionId, DecisionContext.Slot slot, Instant leaseExpiresAt) {}
