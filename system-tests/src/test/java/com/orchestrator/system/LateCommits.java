package com.orchestrator.system;

import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Transactions that get their number, and end later than many that came after them; one after the other until it is closed. */
final class LateCommits implements AutoCloseable {

    private static final int LEAST_MILLIS = 50;
    private static final int MORE_MILLIS = 200;

    private final EmbeddedPostgres database;
    private final CompletableFuture<Void> end;
    private volatile boolean isOver;

    LateCommits(EmbeddedPostgres database) {
        this.database = database;
        this.end = CompletableFuture.runAsync(this::commitLate, task -> new Thread(task, "late-commits").start());
    }

    private void commitLate() {
        Random random = new Random(11);
        try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password())) {
            connection.setAutoCommit(false);
            while (!isOver) {
                try (var statement = connection.createStatement()) {
                    statement.execute("SELECT pg_current_xact_id()");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LEAST_MILLIS + random.nextInt(MORE_MILLIS)));
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("No transaction was late", e);
        }
    }

    /** Fails when they ended before. */
    @Override
    public void close() {
        isOver = true;
        end.join();
    }
}
