package com.orchestrator.server.audit;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what happens, in batches, beside everything else. */
public final class AuditLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int WAITING_MAX = 2_000;
    private static final int BATCH_MAX = 500;
    private static final int REFUSALS_A_MINUTE = 100;
    private static final int COUNT_BITS = 32;
    private static final long COUNT_MASK = 0xffff_ffffL;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AuditStore store;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong leftOut = new AtomicLong();

    /** The minute, and how many there were in it. */
    private final AtomicLong refusals = new AtomicLong(-1L << COUNT_BITS);

    private final Thread writer;

    /** @param written for whoever waits for it; null when nobody does */
    private record Waiting(AuditFact fact, @Nullable CompletableFuture<Void> written) {

        void isWritten() {
            if (written != null) {
                written.complete(null);
            }
        }

        /** @return how many are left out by that: what somebody waits for is not done, and is missing nowhere */
        int failed(RuntimeException why) {
            if (written != null) {
                written.completeExceptionally(why);
            }
            return written == null ? 1 : 0;
        }
    }

    public AuditLog(AuditStore store) {
        this.store = store;
        this.writer = new Thread(this::write, "orchestrator-audit");
        writer.setDaemon(true);
        writer.start();
    }

    /** What has been written down. */
    public AuditStore store() {
        return store;
    }

    /**
     * Durable when it returns.
     *
     * @throws OrchestratorException {@code UNAVAILABLE} when it cannot be written: then it is not to be done either
     */
    public void record(AuditFact fact) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        if (!queue.offer(new Waiting(fact, written))) {
            throw unavailable(null);
        }
        try {
            written.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw unavailable(e);
        }
    }

    private static OrchestratorException unavailable(@Nullable Throwable cause) {
        OrchestratorException refusal =
                new OrchestratorException(ErrorCode.UNAVAILABLE, "What is to be done cannot be written down now");
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }

    /** Of somebody who was not let in: so many in a minute, so that whoever knocks does not fill the database. */
    public void noteRefusal(AuditFact fact) {
        long minute = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime());
        long count = refusals.accumulateAndGet(
                        minute << COUNT_BITS, (before, now) -> before >> COUNT_BITS == minute ? before + 1 : now)
                & COUNT_MASK;
        if (count < REFUSALS_A_MINUTE) {
            note(fact);
        } else {
            leftOut.incrementAndGet();
        }
    }

    /** Soon, unless too much is waiting: that it was left out is written down with what comes next. */
    public void note(AuditFact fact) {
        if (!queue.offer(new Waiting(fact, null))) {
            leftOut.incrementAndGet();
        }
    }

    private void write() {
        List<Waiting> batch = new ArrayList<>();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                return;
            }
            queue.drainTo(batch, BATCH_MAX - 1);
            write(batch);
            batch.clear();
        }
    }

    private void write(List<Waiting> batch) {
        long others = leftOut.getAndSet(0);
        try {
            List<AuditFact> facts =
                    new ArrayList<>(batch.stream().map(Waiting::fact).toList());
            facts.set(0, facts.get(0).after(others));
            store.append(facts);
            batch.forEach(Waiting::isWritten);
        } catch (RuntimeException e) {
            LOG.warn("{} entries of the audit could not be written", batch.size(), e);
            leftOut.addAndGet(others
                    + batch.stream().mapToInt(waiting -> waiting.failed(e)).sum());
        }
    }

    @Override
    public void close() {
        writer.interrupt();
    }
}
