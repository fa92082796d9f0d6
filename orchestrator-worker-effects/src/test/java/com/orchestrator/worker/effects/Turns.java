package com.orchestrator.worker.effects;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Lets deliveries run against each other one statement at a time, in an order that a seed decides. A delivery stops before
 * every statement and every commit or rollback until it is its turn; the next turn is given when all others have stopped,
 * have ended or wait for a lock in the database. Of those that wait for the same lock, the database decides who is next.
 */
final class Turns implements ConnectionScript {

    private static final Set<String> STOPS = Set.of("prepareStatement", "commit", "rollback");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private enum Standing {
        STOPPED,
        GOING,
        ENDED
    }

    private final LockQueue locks;
    private final Random random;
    private final Map<Thread, Standing> standings = new LinkedHashMap<>();

    Turns(LockQueue locks, Random random) {
        this.locks = locks;
        this.random = random;
    }

    /** Returns when all have ended. */
    void play(List<Runnable> deliveries) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Runnable delivery : deliveries) {
            Thread thread = new Thread(() -> deliver(delivery), "delivery-" + threads.size());
            threads.add(thread);
            set(thread, Standing.GOING);
            thread.start();
        }
        while (!allEnded()) {
            awaitRest();
            giveTurn();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void deliver(Runnable delivery) {
        try {
            stop();
            delivery.run();
        } finally {
            set(Thread.currentThread(), Standing.ENDED);
        }
    }

    @Override
    public void before(Connection connection, String call) {
        if (STOPS.contains(call)) {
            stop();
        }
    }

    private synchronized void stop() {
        Thread me = Thread.currentThread();
        set(me, Standing.STOPPED);
        while (standings.get(me) == Standing.STOPPED) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private synchronized void set(Thread thread, Standing standing) {
        standings.put(thread, standing);
        notifyAll();
    }

    private synchronized boolean allEnded() {
        return all(Standing.ENDED).size() == standings.size();
    }

    /** Asks again and again: the database tells nobody when a session begins to wait. */
    private void awaitRest() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isAtRest()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The deliveries are stuck: " + standings);
            }
        }
    }

    /** Who is counted as going may stop before the locks are looked at, which makes the answer no more than too careful. */
    private boolean isAtRest() {
        int going = all(Standing.GOING).size();
        return going == 0 || (!all(Standing.STOPPED).isEmpty() && locks.waiting() == going);
    }

    private synchronized void giveTurn() {
        List<Thread> stopped = all(Standing.STOPPED);
        if (!stopped.isEmpty()) {
            set(stopped.get(random.nextInt(stopped.size())), Standing.GOING);
        }
    }

    private synchronized List<Thread> all(Standing standing) {
        return standings.keySet().stream()
                .filter(thread -> standings.get(thread) == standing)
                .toList();
    }
}
