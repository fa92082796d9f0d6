package com.orchestrator.worker.effects;

import java.sql.Connection;

/** Changes the database, as {@link EffectWork}, and has no output. */
@FunctionalInterface
public interface EffectAction<X extends Exception> {

    void perform(Connection connection) throws X;
}
