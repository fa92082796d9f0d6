package com.orchestrator.engine.batch;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchDryRun;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.batch.Targets.Found;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.BatchStore;
import com.orchestrator.engine.store.BatchTransaction;
import com.orchestrator.engine.store.StoredBatch;
import com.orchestrator.engine.store.StoredBatch.Order;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people ask about batches. */
final class BatchCoordinator implements BatchService {

    /** So that a batch that is small has its total when it is made, and one over nothing is refused. */
    private static final int FIRST_MAX = 1_000;

    private static final int FIRST_PAGES = 20;

    private final BatchStore store;
    private final Targets targets;
    private final Rehearsal rehearsal;
    private final BatchRunner runner;
    private final IdGenerator ids;

    BatchCoordinator(BatchStore store, Targets targets, Rehearsal rehearsal, BatchRunner runner, IdGenerator ids) {
        this.store = store;
        this.targets = targets;
        this.rehearsal = rehearsal;
        this.runner = runner;
        this.ids = ids;
    }

    @Override
    public Batch create(BatchRequest request, String actor) {
        UUID batchId = ids.next();
        Order order = order(request, actor);
        Operations.commandOf(batchId, order);
        Found found = request.instanceIds() == null
                ? atLeastOne(targets.first(order, FIRST_MAX, FIRST_PAGES), request)
                : new Found(request.instanceIds(), null);
        StoredBatch made = store.inTransaction(transaction -> insert(transaction, batchId, order, found));
        runner.wake();
        return made.toBatch();
    }

    private static StoredBatch insert(BatchTransaction transaction, UUID batchId, Order order, Found found) {
        StoredBatch batch = StoredBatch.of(batchId, order, transaction.now())
                .collected(found.instanceIds().size(), found.next());
        transaction.insert(batch);
        transaction.append(batchId, 1, found.instanceIds());
        return batch;
    }

    @Override
    public BatchDryRun dryRun(BatchRequest request, String actor) {
        Order order = order(request, actor);
        UUID nobodys = ids.next();
        Operations.commandOf(nobodys, order);
        Found found = request.instanceIds() == null
                ? atLeastOne(targets.first(order, Rehearsal.COUNTED_MAX, Rehearsal.PAGES_MAX), request)
                : new Found(request.instanceIds(), null);
        return rehearsal.of(nobodys, order, found);
    }

    private static Order order(BatchRequest request, String actor) {
        return new Order(
                request.operation(),
                request.parameters(),
                request.filter(),
                request.fingerprint(),
                request.perSecond(),
                request.reason(),
                actor);
    }

    private static Found atLeastOne(Found found, BatchRequest request) {
        if (found.instanceIds().isEmpty() && found.isEnd()) {
            String pointer = request.filter() == null ? "/fingerprint" : "/filter";
            String detail = "No run fits: a batch over nothing does nothing";
            String hint = request.filter() == null
                    ? "GET /api/v1/incidents/groups shows those that there are"
                    : "GET /api/v1/instances?filter=… shows what a filter finds";
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail(pointer, 0, 0, detail, hint)));
        }
        return found;
    }

    @Override
    public Optional<Batch> find(UUID batchId) {
        return store.find(batchId).map(StoredBatch::toBatch);
    }

    @Override
    public Page<Batch> list(@Nullable String actor, ListQuery query) {
        return store.list(actor, query).map(StoredBatch::toBatch);
    }

    @Override
    public Page<BatchItem> items(UUID batchId, BatchItem.@Nullable State state, ListQuery query) {
        if (store.find(batchId).isEmpty()) {
            throw noBatch(batchId);
        }
        return store.items(batchId, state, query);
    }

    @Override
    public Batch move(UUID batchId, Batch.State to, String actor, @Nullable String reason) {
        StoredBatch moved = store.inTransaction(transaction -> {
            StoredBatch before = transaction.lock(batchId).orElseThrow(() -> noBatch(batchId));
            if (before.state() == to) {
                return before;
            }
            if (before.state().isOver()) {
                throw new OrchestratorException(
                        ErrorCode.ILLEGAL_STATE,
                        "Expected to move batch " + batchId + " to state " + to + ", but it is " + before.state());
            }
            String detail = to == Batch.State.CANCELLED
                    ? "Cancelled by " + actor + (reason == null ? "" : ": " + reason)
                    : null;
            StoredBatch after = before.in(to, detail, transaction.now());
            transaction.update(List.of(after));
            return after;
        });
        if (to == Batch.State.RUNNING) {
            runner.wake();
        }
        return moved.toBatch();
    }

    private static OrchestratorException noBatch(UUID batchId) {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There is no batch " + batchId);
    }
}
