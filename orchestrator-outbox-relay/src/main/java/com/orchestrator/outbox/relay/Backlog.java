package com.orchestrator.outbox.relay;

import java.time.Duration;

/**
 * What stands in the outbox.
 *
 * @param waiting messages that are not handed over yet
 * @param refused messages that a person has to look at
 * @param oldest how long the oldest of those that wait has waited; zero when none does
 */
public record Backlog(long waiting, long refused, Duration oldest) {}
