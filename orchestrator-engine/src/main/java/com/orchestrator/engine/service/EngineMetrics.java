package com.orchestrator.engine.service;

import java.util.List;

/** What an engine counts of itself, and what it has seen in the database lately. */
@FunctionalInterface
public interface EngineMetrics {

    /** Takes no time: nothing is looked up for it. */
    List<Figure> read();
}
