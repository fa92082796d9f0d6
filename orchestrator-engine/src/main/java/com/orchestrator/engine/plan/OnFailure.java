package com.orchestrator.engine.plan;

/**
 * What a failure leads to instead of a rollback of everything: back to a save-point, and from there forward again.
 *
 * @param rollbackTo name of the save-point
 * @param rounds how many times the run goes forward again, over its whole life; 0 when it fails once it is back
 */
public record OnFailure(String rollbackTo, int rounds) {}
