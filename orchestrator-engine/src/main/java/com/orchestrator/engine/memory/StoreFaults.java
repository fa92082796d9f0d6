package com.orchestrator.engine.memory;

import com.orchestrator.engine.store.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Failures that a test has ordered; each hits the next transaction that writes something. */
final class StoreFaults {

    private enum Moment {
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private final Deque<Moment> ordered = new ArrayDeque<>();

    synchronized void orderBeforeCommit() {
        ordered.add(Moment.BEFORE_COMMIT);
    }

    synchronized void orderAfterCommit() {
        ordered.add(Moment.AFTER_COMMIT);
    }

    synchronized void beforeCommit() {
        strike(Moment.BEFORE_COMMIT);
    }

    synchronized void afterCommit() {
        strike(Moment.AFTER_COMMIT);
    }

    private void strike(Moment moment) {
        if (ordered.peek() == moment) {
            ordered.remove();
            throw new StoreUnavailableException("Ordered by the test", new IllegalStateException(moment.name()));
        }
    }
}
