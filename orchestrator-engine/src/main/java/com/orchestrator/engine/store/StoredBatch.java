package com.orchestrator.engine.store;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch as it is kept, and how it changes. Its items are worked off in order, so one number says which are done. */
public record StoredBatch(
        UUID batchId,
        Order order,
        Batch.State state,
        @Nullable String detail,
        Progress progress,
        Turn turn,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** Runs in a batch at most. */
    public static final long TOTAL_MAX = 1_000_000;

    /** How long a server that falls silent keeps a batch from the others. */
    static final Duration LEASE = Duration.ofSeconds(5);

    /** Items that are worked on at once, when they may be as many as there is room for. */
    private static final int PIECE_MAX = 500;

    private static final int PIECES_PER_SECOND = 10;

    /**
     * What was asked for.
     *
     * @param parameters null when there are none
     */
    public record Order(
            BatchOperation operation,
            @Nullable Payload parameters,
            @Nullable String filter,
            @Nullable String fingerprint,
            @Nullable Integer perSecond,
            String reason,
            String actor) {}

    /**
     * How far it is.
     *
     * @param frozen whether all runs are collected
     * @param place where collecting goes on
     * @param total items there are
     * @param done items up to this position have been worked on
     */
    public record Progress(
            boolean frozen, @Nullable String place, long total, long done, long succeeded, long failed, long refused) {

        static final Progress NONE = new Progress(false, null, 0, 0, 0, 0, 0);

        Progress collected(int items, @Nullable String next) {
            return new Progress(next == null, next, total + items, done, succeeded, failed, refused);
        }

        Progress worked(int items, Collection<BatchItem> exceptions) {
            long faults = exceptions.stream()
                    .filter(item -> item.state() == BatchItem.State.FAILED)
                    .count();
            long refusals = exceptions.size() - faults;
            return new Progress(
                    frozen,
                    place,
                    total,
                    done + items,
                    succeeded + items - exceptions.size(),
                    failed + faults,
                    refused + refusals);
        }
    }

    /**
     * Whose turn it is, and when.
     *
     * @param server who works on it; null when nobody does
     * @param until when others may take it over
     * @param nextAt when the next items may begin; null when they may at once
     */
    public record Turn(
            @Nullable UUID server,
            @Nullable Instant until,
            @Nullable Instant nextAt) {

        static final Turn NOBODYS = new Turn(null, null, null);
    }

    /** A new one, none of whose runs is collected. */
    public static StoredBatch of(UUID batchId, Order order, Instant now) {
        return new StoredBatch(batchId, order, Batch.State.RUNNING, null, Progress.NONE, Turn.NOBODYS, now, null);
    }

    /** The same with other parameters. */
    public StoredBatch with(Payload parameters) {
        Order other = new Order(
                order.operation(),
                parameters,
                order.filter(),
                order.fingerprint(),
                order.perSecond(),
                order.reason(),
                order.actor());
        return new StoredBatch(batchId, other, state, detail, progress, turn, createdAt, endedAt);
    }

    /** Whether a server may work on it now. */
    public boolean isFor(UUID server, Instant now) {
        Instant until = turn.until();
        return state == Batch.State.RUNNING && (server.equals(turn.server()) || until == null || !until.isAfter(now));
    }

    public boolean isWorkedOff() {
        return progress.frozen() && progress.done() == progress.total();
    }

    /** How long it has to wait before its next items may begin. */
    public Duration waitAt(Instant now) {
        Instant nextAt = turn.nextAt();
        return nextAt == null || !nextAt.isAfter(now) ? Duration.ZERO : Duration.between(now, nextAt);
    }

    /** Items that begin together. */
    public int piece() {
        Integer perSecond = order.perSecond();
        return perSecond == null ? PIECE_MAX : Math.max(1, perSecond / PIECES_PER_SECOND);
    }

    // ---- what changes

    /** A server works on it from now on. */
    public StoredBatch takenBy(UUID server, Instant now) {
        return with(new Turn(server, TimeRange.later(now, LEASE), turn.nextAt()));
    }

    /** A piece of it begins: the next one no sooner than the rate allows. */
    public StoredBatch begun(Instant now) {
        Integer perSecond = order.perSecond();
        if (perSecond == null) {
            return this;
        }
        Duration apart = Duration.ofSeconds(1).dividedBy(perSecond / piece());
        return with(new Turn(turn.server(), turn.until(), TimeRange.later(now, apart)));
    }

    /**
     * More of its runs are known.
     *
     * @param next where collecting goes on; null when these were the last
     */
    public StoredBatch collected(int items, @Nullable String next) {
        return with(progress.collected(items, next));
    }

    /**
     * So many more items have been worked on.
     *
     * @param exceptions those of them that have not had the operation
     */
    public StoredBatch worked(int items, Collection<BatchItem> exceptions) {
        return with(progress.worked(items, exceptions));
    }

    /** @param why it ends early; null otherwise */
    public StoredBatch in(Batch.State next, @Nullable String why, Instant now) {
        Turn free = new Turn(null, null, turn.nextAt());
        return new StoredBatch(batchId, order, next, why, progress, free, createdAt, next.isOver() ? now : null);
    }

    private StoredBatch with(Turn other) {
        return new StoredBatch(batchId, order, state, detail, progress, other, createdAt, endedAt);
    }

    private StoredBatch with(Progress other) {
        return new StoredBatch(batchId, order, state, detail, other, turn, createdAt, endedAt);
    }

    /** As callers see it. */
    public Batch toBatch() {
        return new Batch(
                batchId,
                order.operation(),
                state,
                progress.frozen(),
                order.filter(),
                order.fingerprint(),
                order.parameters(),
                order.perSecond(),
                order.reason(),
                order.actor(),
                progress.total(),
                progress.succeeded(),
                progress.failed(),
                progress.refused(),
                detail,
                createdAt,
                endedAt);
    }
}
