package com.orchestrator.engine.store;

import java.util.function.Function;

/** The write path: one unit of work, one transaction (READ COMMITTED). */
public interface RunStore {

    /**
     * Runs the work and commits. Nothing of it is durable when an exception leaves this method before the commit was
     * sent.
     *
     * @throws StoreUnavailableException when the database could not be reached, failed transiently or the outcome of the
     *     commit is not known; repeating the whole work is safe, because every write is checked
     */
    <T> T inTransaction(Function<RunTransaction, T> work);
}
