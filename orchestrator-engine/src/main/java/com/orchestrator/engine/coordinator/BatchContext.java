package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.decision.DecisionContext.Limits;
import com.orchestrator.engine.store.LaneSelector;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What all batches of one lane share. */
record BatchContext(
        LaneSelector lane,
        RunCache cache,
        Plans plans,
        DemandBoard board,
        Backlog backlog,
        Supplier<UUID> ids,
        RandomGenerator random,
        Limits limits) {}
