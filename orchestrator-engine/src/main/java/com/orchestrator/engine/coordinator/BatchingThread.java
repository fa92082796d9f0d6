package com.orchestrator.engine.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Natural batching: what arrives while one batch is worked on is the next batch. No timer, so an idle engine handles a
 * single request at once, and a busy one forms large batches by itself. One batch is worked on at a time, whoever does.
 */
final class BatchingThread<T> implements AutoCloseable {

    private static final int QUEUE_MAX = 100_000;
    private static final long CLOSE_SECONDS_MAX = 10;
    private static final long POLL_MILLIS = 100;

    private final BlockingQueue<List<T>> queue = new LinkedBlockingQueue<>(QUEUE_MAX);
    private final int batchMax;
    private final Consumer<List<T>> handler;
    private final Thread thread;

    /** Who works on a batch. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile boolean closed;

    /** @param handler must not throw; it owns the outcome of everything in its batch */
    BatchingThread(String name, int batchMax, Consumer<List<T>> handler) {
        this.batchMax = batchMax;
        this.handler = handler;
        this.thread = new Thread(this::loop, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** @return false when it is closed or so far behind that waiting would not help */
    boolean submit(T item) {
        return submitTogether(List.of(item));
    }

    /** For what belongs into one batch, even where it is more than usual. */
    boolean submitTogether(List<T> items) {
        return !closed && queue.offer(items);
    }

    /**
     * Works on it at once and on this thread when there is nothing else to do, which saves a caller that waits two changes of
     * threads; else as {@link #submit}.
     *
     * @return false when it is closed or so far behind that waiting would not help
     */
    boolean submitOrRun(T item) {
        if (!closed && thread.isAlive() && turn.tryLock()) {
            try {
                if (queue.isEmpty()) {
                    handler.accept(List.of(item));
                    return true;
                }
            } finally {
                turn.unlock();
            }
        }
        return submit(item);
    }

    private void loop() {
        while (!closed || !queue.isEmpty()) {
            try {
                workOff(POLL_MILLIS);
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    /**
     * Works off one batch, if anything is queued or comes in time. Needs no thread of its own to be running.
     *
     * @return whether there was anything
     */
    boolean workOff(long waitMillis) throws InterruptedException {
        List<T> first = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first == null) {
            return false;
        }
        turn.lock();
        try {
            handler.accept(withQueued(first));
        } finally {
            turn.unlock();
        }
        return true;
    }

    private List<T> withQueued(List<T> first) {
        List<T> batch = new ArrayList<>(first);
        List<T> next = queue.peek();
        while (next != null && batch.size() + next.size() <= batchMax) {
            batch.addAll(next);
            queue.remove();
            next = queue.peek();
        }
        return List.copyOf(batch);
    }

    /** Works off what is queued, then ends. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
