package com.orchestrator.engine.batch;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.batch.Targets.Found;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.engine.metrics.BatchCounters;
import com.orchestrator.engine.store.BatchStore;
import com.orchestrator.engine.store.BatchTransaction;
import com.orchestrator.engine.store.StoredBatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works batches off, step by step. A step is one transaction on the batch's row: it settles the piece before and says what comes
 * next. Between two steps a piece of runs gets the operation on their lanes. A crash in between leaves a piece of which nobody
 * knows; whoever has the batch next does it again, and the runs that have had it know that. Only the lease of the batch keeps two
 * servers from the same piece, and nothing but work is lost when it does not.
 */
final class BatchRunner {

    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    /** Batches that are taken at one look. */
    private static final int TAKEN_MAX = 100;

    /** How often a run of which nothing is known is tried before it counts as one at fault. */
    private static final int IN_VAIN_MAX = 5;

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final BatchStore store;
    private final Targets targets;
    private final Function<StoredBatch, Work> works;
    private final UUID server;
    private final ScheduledExecutorService executor;
    private final BatchCounters counters;

    /** Batches that this server is at, and how often in vain. */
    private final Map<UUID, Integer> active = new ConcurrentHashMap<>();

    /**
     * @param works how a batch is worked on
     * @param server this process and no other
     * @param executor for steps; never a lane
     */
    BatchRunner(
            BatchStore store,
            Targets targets,
            Function<StoredBatch, Work> works,
            UUID server,
            ScheduledExecutorService executor,
            BatchCounters counters) {
        this.store = store;
        this.targets = targets;
        this.works = works;
        this.server = server;
        this.executor = executor;
        this.counters = counters;
    }

    /** There may be something to do. */
    void wake() {
        later(Duration.ZERO, this::look);
    }

    private void later(Duration delay, Runnable step) {
        try {
            executor.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("Another server goes on: {}", stopping.toString());
        }
    }

    /** Takes what nobody works on. */
    void look() {
        try {
            store.inTransaction(this::take).forEach(batch -> {
                if (active.putIfAbsent(batch.batchId(), 0) == null) {
                    next(batch.batchId(), null);
                }
            });
        } catch (RuntimeException failure) {
            LOG.debug("Batches will be looked at later: {}", failure.toString());
        }
    }

    private List<StoredBatch> take(BatchTransaction transaction) {
        List<StoredBatch> taken = transaction.lockFree(server, TAKEN_MAX).stream()
                .map(batch -> batch.takenBy(server, transaction.now()))
                .toList();
        transaction.update(taken);
        return taken;
    }

    private void next(UUID batchId, @Nullable Piece done) {
        later(Duration.ZERO, () -> step(batchId, done));
    }

    private void step(UUID batchId, @Nullable Piece done) {
        try {
            Turn turn = store.inTransaction(transaction -> turn(transaction, batchId, done));
            counters(turn.batch(), turn.settled());
            perform(turn);
        } catch (RuntimeException failure) {
            LOG.debug("Batch {} will be gone on with later: {}", batchId, failure.toString());
            active.remove(batchId);
        }
    }

    // ---- in the transaction

    /** What is to be done next. */
    private enum Action {
        NOTHING,
        COLLECT,
        WAIT,
        APPLY
    }

    /**
     * What a step has come to.
     *
     * @param settled the piece that counts from now on; null when there is none
     * @param items the next ones
     */
    private record Turn(
            Action action, StoredBatch batch, @Nullable Piece settled, List<UUID> items, Duration pause) {}

    private Turn turn(BatchTransaction transaction, UUID batchId, @Nullable Piece done) {
        StoredBatch before = transaction.lock(batchId).orElseThrow();
        Piece settled = done != null && before.progress().done() == done.behind() ? done : null;
        StoredBatch batch = settled == null ? before : settle(transaction, before, settled);
        if (!batch.isFor(server, transaction.now())) {
            return with(transaction, Action.NOTHING, batch, settled);
        }
        if (batch.isWorkedOff()) {
            StoredBatch over = batch.in(Batch.State.COMPLETED, null, transaction.now());
            return with(transaction, Action.NOTHING, over, settled);
        }
        StoredBatch taken = batch.takenBy(server, transaction.now());
        if (!taken.progress().frozen()) {
            return with(transaction, Action.COLLECT, taken, settled);
        }
        if (!taken.waitAt(transaction.now()).isZero()) {
            return with(transaction, Action.WAIT, taken, settled);
        }
        return with(transaction, Action.APPLY, taken.begun(transaction.now()), settled);
    }

    private static StoredBatch settle(BatchTransaction transaction, StoredBatch batch, Piece piece) {
        List<BatchItem> exceptions = piece.exceptions();
        transaction.except(batch.batchId(), exceptions);
        return batch.worked(piece.size(), exceptions);
    }

    private static Turn with(BatchTransaction transaction, Action action, StoredBatch batch, @Nullable Piece settled) {
        transaction.update(List.of(batch));
        List<UUID> items = action == Action.APPLY
                ? transaction.itemsBehind(batch.batchId(), batch.progress().done(), batch.piece())
                : List.of();
        return new Turn(action, batch, settled, items, batch.waitAt(transaction.now()));
    }

    // ---- behind it

    private void perform(Turn turn) {
        StoredBatch batch = turn.batch();
        UUID batchId = batch.batchId();
        switch (turn.action()) {
            case NOTHING -> active.remove(batchId);
            case WAIT -> later(turn.pause(), () -> step(batchId, null));
            case COLLECT -> collect(batch);
            case APPLY -> apply(batch, turn.items());
        }
    }

    private void apply(StoredBatch batch, List<UUID> items) {
        works.apply(batch).apply(batch, items).whenComplete((outcomes, failure) -> {
            if (failure == null) {
                settleLater(batch, new Piece(batch.progress().done(), items, outcomes));
            } else {
                LogIds.of("batchId", batch.batchId())
                        .log(() -> LOG.error("Batch {} met a fault", batch.batchId(), failure));
                active.remove(batch.batchId());
            }
        });
    }

    /** What nobody knows of is asked again, for so long: a run that is never known of must not hold up the others. */
    private void settleLater(StoredBatch batch, Piece piece) {
        Piece known = piece.known();
        if (known.size() == piece.size()) {
            active.replace(batch.batchId(), 0);
            next(batch.batchId(), piece);
            return;
        }
        int inVain = known.size() > 0 ? 1 : active.getOrDefault(batch.batchId(), 0) + 1;
        active.replace(batch.batchId(), inVain);
        Piece settled = inVain > IN_VAIN_MAX ? piece.first() : known;
        later(AGAIN, () -> step(batch.batchId(), settled));
    }

    private void collect(StoredBatch batch) {
        String place = batch.progress().place();
        Found found;
        String fault = null;
        try {
            found = targets.behind(batch.order(), place);
        } catch (OrchestratorException noFilterAnyMore) {
            found = new Found(List.of(), place);
            fault = noFilterAnyMore.getMessage();
        }
        if (batch.progress().total() + found.instanceIds().size() > StoredBatch.TOTAL_MAX) {
            fault = "More than " + StoredBatch.TOTAL_MAX + " runs fit, and nothing was done to any";
        }
        keep(batch.batchId(), place, found, fault);
        next(batch.batchId(), null);
    }

    /** What another server has collected meanwhile is not collected again. */
    private void keep(UUID batchId, @Nullable String place, Found found, @Nullable String fault) {
        store.inTransaction(transaction -> {
            StoredBatch batch = transaction.lock(batchId).orElseThrow();
            boolean isSame = !batch.progress().frozen()
                    && Objects.equals(place, batch.progress().place());
            if (isSame && !batch.state().isOver()) {
                if (fault == null) {
                    transaction.append(batchId, batch.progress().total() + 1, found.instanceIds());
                    transaction.update(
                            List.of(batch.collected(found.instanceIds().size(), found.next())));
                } else {
                    transaction.update(List.of(batch.in(Batch.State.CANCELLED, fault, transaction.now())));
                }
            }
            return Optional.of(batch);
        });
    }

    private void counters(StoredBatch batch, @Nullable Piece settled) {
        if (settled == null) {
            return;
        }
        List<BatchItem> exceptions = settled.exceptions();
        for (BatchItem.State state : List.of(BatchItem.State.FAILED, BatchItem.State.REFUSED)) {
            counters.settled(
                    batch.order().operation(),
                    state.name(),
                    exceptions.stream().filter(item -> item.state() == state).count());
        }
        counters.settled(
                batch.order().operation(), BatchItem.State.SUCCEEDED.name(), (long) settled.size() - exceptions.size());
    }
}
