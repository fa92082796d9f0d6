package com.orchestrator.router;

import java.time.Instant;

/**
 * A worker that sends heartbeats.
 *
 * @param said its last word about itself
 * @param untaken attempts that it was given and has not said that it works on
 * @param isAlive heard of within half a minute; others are given nothing
 */
public record RoutedWorker(WorkerReport said, int untaken, Instant seenAt, boolean isAlive) {}
