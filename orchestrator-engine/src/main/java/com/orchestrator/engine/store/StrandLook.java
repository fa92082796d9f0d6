package com.orchestrator.engine.store;

/**
 * How much of a strand somebody wants.
 *
 * @param after passes over everything up to there
 * @param limit at most so many, exactly
 */
public record StrandLook(Strand strand, QueuePosition after, int limit) {}
