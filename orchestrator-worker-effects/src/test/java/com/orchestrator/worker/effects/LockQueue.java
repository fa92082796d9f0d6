package com.orchestrator.worker.effects;

import java.time.Duration;

/**
 * Who waits for another one's row or key in PostgreSQL. Whoever ends a transaction grants the locks that others wait for
 * before its client hears of the end, so the answer is exact at every moment; what a session reports of itself lags behind.
 */
final class LockQueue {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String WAITING = "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            + " WHERE NOT granted AND locktype IN ('transactionid', 'tuple') AND datname = current_database()";

    private final LedgerDatabase database;

    LockQueue(LedgerDatabase database) {
        this.database = database;
    }

    int waiting() {
        return Integer.parseInt(database.query(WAITING).get(0));
    }

    /** Asks again and again: the database tells nobody when a session begins to wait. */
    void await(int sessions) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (waiting() < sessions) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("There never were " + sessions + " sessions waiting");
            }
        }
    }
}
