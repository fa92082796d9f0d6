package com.orchestrator.worker.effects;

import java.sql.Connection;

/**
 * Changes the database and returns the task's output. The transaction is not the work's to end: it is committed, together
 * with the output, when the work returns, and rolled back when it throws.
 */
@FunctionalInterface
public interface EffectWork<O, X extends Exception> {

    O perform(Connection connection) throws X;
}
