package com.orchestrator.worker;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.TaskReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reports on their way to the server. What comes in while a request is out is the next batch; no timer makes batches. A
 * report leaves only when the server has answered it, or when it is so old that nobody waits for it. Owned by the loop
 * thread.
 */
final class ReportQueue {

    private static final Logger LOG = Logs.of(ReportQueue.class);
    private static final int BATCH_MAX = 1_000;
    private static final int BATCH_BYTES = 1 << 20;
    /** Far beyond any lease: the fence decides, and a late success is worth keeping for the rollback. */
    private static final long AGE_MAX = Duration.ofMinutes(10).toNanos();

    private final Deque<Pending> pending = new ArrayDeque<>();
    private int batchLimit = BATCH_MAX;

    void add(Pending report) {
        pending.add(report);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** The oldest ones that fit into one request. */
    List<Pending> takeBatch() {
        List<Pending> batch = new ArrayList<>();
        long bytes = 0;
        while (!pending.isEmpty() && batch.size() < batchLimit && bytes < BATCH_BYTES) {
            Pending next = pending.remove();
            bytes += next.bytes();
            batch.add(next);
        }
        return batch;
    }

    /** The request got through: batches may grow again. */
    void delivered() {
        batchLimit = Math.min(BATCH_MAX, batchLimit * 2);
    }

    /** The request did not get through; returns those that are given up. */
    List<Pending> putBack(List<Pending> batch, long now) {
        List<Pending> tooOld = new ArrayList<>();
        for (int i = batch.size() - 1; i >= 0; i--) {
            Pending report = batch.get(i);
            if (now - report.finishedAt() > AGE_MAX) {
                tooOld.add(report);
            } else {
                pending.addFirst(report);
            }
        }
        return tooOld;
    }

    /**
     * The server will not read this request however often it is sent. One bad report must not hold up the others, so
     * they are sent one by one until the bad one is alone; that one is replaced by a report that says so.
     */
    Optional<Pending> refused(List<Pending> batch, String reason, long now) {
        batchLimit = 1;
        if (batch.size() != 1) {
            putBack(batch, now);
            return Optional.empty();
        }
        Pending bad = batch.get(0);
        if (bad.isReplacement()) {
            return Optional.of(bad);
        }
        LOG.log(
                Level.ERROR,
                "The server does not take the report of task " + bad.task().idempotencyKey() + ": " + reason);
        pending.addFirst(bad.replacement(reason));
        return Optional.empty();
    }

    List<Pending> takeAll() {
        List<Pending> all = List.copyOf(pending);
        pending.clear();
        return all;
    }

    /** @param finishedAt tick at which the handler ended */
    record Pending(LeasedTask task, TaskReport report, long finishedAt, boolean isReplacement) {

        int bytes() {
            @Nullable Payload output = report.output();
            @Nullable Failure failure = report.failure();
            @Nullable Payload details = failure == null ? null : failure.details();
            return (output == null ? 0 : output.size()) + (details == null ? 0 : details.size());
        }

        /** A success stays something that has happened: a person must look, a retry or an undo by itself would lie. */
        Pending replacement(String reason) {
            @Nullable Failure failure = report.failure();
            Failure said = failure == null
                    ? new Failure(FailureKind.SUSPEND, "OUTPUT_REFUSED", reason, null, null)
                    : new Failure(failure.kind(), failure.code(), "Details refused: " + reason, null, null);
            return new Pending(task, TaskReport.failure(task.executionId(), task.fenceToken(), said), finishedAt, true);
        }
    }
}
