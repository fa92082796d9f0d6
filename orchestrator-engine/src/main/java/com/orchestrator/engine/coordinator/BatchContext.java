package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.decision.DecisionContext.Limits;
import com.orchestrator.engine.metrics.EngineCounters;
import com.orchestrator.engine.store.LaneSelector;
import java.util.random.RandomGenerator;

/** What all batches of one lane share. */
record BatchContext(
        LaneSelector lane,
        RunCache cache,
        Plans plans,
        DemandBoard board,
        Backlog backlog,
        RingWheels wheels,
        Controls controls,
        RandomGenerator random,
        Limits limits,
        EngineCounters counters,
        SetAsides setAsides) {}
