package com.orchestrator.worker.effects;

import java.sql.Connection;

/** Takes back what was done, in a transaction as {@link EffectWork}; told what the forward work returned. */
@FunctionalInterface
public interface UndoWork<O, X extends Exception> {

    void takeBack(Connection connection, O forwardOutput) throws X;
}
