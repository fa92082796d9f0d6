package com.orchestrator.api.model;

import java.time.Instant;

/**
 * Signals of one name that a run was sent and that none of its tasks has taken.
 *
 * @param oldestSince when the first of them came
 * @param expected whether a task may still come that takes one; otherwise they stay for good, unless the run is sent back
 */
public record BufferedSignals(String name, int count, Instant oldestSince, boolean expected) {}
