package com.orchestrator.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Services that append events to aggregates: each transaction takes the aggregate's row, then writes; some commit late, some
 * not at all, so events become visible in an order of their own.
 */
final class Writers {

    private static final int AGGREGATES = 40;

    private final World world;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ExecutorService threads;
    private final List<Future<?>> all = new ArrayList<>();

    /** What happens while they write. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    static void during(World world, int writers, long seed, Body body) throws Exception {
        Writers all = new Writers(world, writers, seed);
        try {
            body.run();
        } finally {
            all.stop();
        }
    }

    private Writers(World world, int writers, long seed) {
        this.world = world;
        this.threads = Executors.newFixedThreadPool(writers);
        for (int i = 0; i < AGGREGATES; i++) {
            world.execute("INSERT INTO aggregates VALUES ('a" + i + "', 0) ON CONFLICT DO NOTHING");
        }
        for (int i = 0; i < writers; i++) {
            Random random = new Random(seed + i);
            all.add(threads.submit(() -> write(random)));
        }
    }

    private Void write(Random random) throws Exception {
        try (Connection connection = world.database().getConnection()) {
            connection.setAutoCommit(false);
            while (stopping.getCount() > 0) {
                transaction(connection, random);
            }
            connection.setAutoCommit(true);
        }
        return null;
    }

    private void transaction(Connection connection, Random random) throws Exception {
        if (random.nextBoolean()) {
            takeNumber(connection);
        }
        String aggregate = "a" + random.nextInt(AGGREGATES);
        int version = lock(connection, aggregate);
        int events = 1 + random.nextInt(3);
        for (int i = 1; i <= events; i++) {
            insert(connection, aggregate, version + i);
        }
        if (random.nextInt(40) == 0) {
            pause(random.nextInt(1500));
        }
        if (random.nextInt(10) == 0) {
            connection.rollback();
        } else {
            connection.commit();
        }
        pause(random.nextInt(10));
    }

    /** Takes a number of its own before it waits for anybody, which numbers alone would put in the wrong order. */
    private static void takeNumber(Connection connection) throws SQLException {
        try (PreparedStatement number = connection.prepareStatement("SELECT pg_current_xact_id()")) {
            number.execute();
        }
    }

    private static int lock(Connection connection, String aggregate) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT version FROM aggregates WHERE id = ? FOR UPDATE")) {
            lock.setString(1, aggregate);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void insert(Connection connection, String aggregate, int version) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO events (context, aggregate_type, aggregate_id, type, payload, version)"
                                + " VALUES ('c', 't', ?, 'Happened', '{}', ?)");
                PreparedStatement update =
                        connection.prepareStatement("UPDATE aggregates SET version = ? WHERE id = ?")) {
            insert.setString(1, aggregate);
            insert.setInt(2, version);
            insert.executeUpdate();
            update.setInt(1, version);
            update.setString(2, aggregate);
            update.executeUpdate();
        }
    }

    private void pause(int millis) throws InterruptedException {
        boolean ignored = stopping.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for the transactions that are under way; fails when a writer has failed. */
    private void stop() throws Exception {
        stopping.countDown();
        for (Future<?> writer : all) {
            writer.get();
        }
        threads.shutdown();
    }
}
