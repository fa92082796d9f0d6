package com.orchestrator.engine.retention;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.metrics.RetentionCounters;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.RetentionStore.Deletion;
import com.orchestrator.engine.store.RunTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Deletes single runs, as somebody has asked, and says why one cannot be. */
final class Deletions {

    /** How often a run is looked at again that has moved, or that somebody works on. */
    private static final int LOOKS_MAX = 5;

    private final EngineStore store;
    private final RetentionCounters counters;

    Deletions(EngineStore store, RetentionCounters counters) {
        this.store = store;
        this.counters = counters;
    }

    void delete(Command<ControlRequest> command) {
        UUID id = command.instanceId();
        Deletion by = new Deletion(command.actor(), command.request().reason());
        for (int looks = 0; looks < LOOKS_MAX; looks++) {
            Optional<RunTree> tree =
                    store.retention().trees(List.of(id)).stream().findFirst();
            if (tree.isEmpty()) {
                isGone(id);
                return;
            }
            Deed.DELETE.check(tree.get(), command.ifSequenceNumber());
            if (!store.retention().delete(List.of(tree.get()), by).isEmpty()) {
                counters.deletedByHand(tree.get().members().size());
                return;
            }
        }
        throw new OrchestratorException(
                ErrorCode.UNAVAILABLE, "Instance " + id + " is being worked on just now; deleting it again is safe");
    }

    /** Those that nothing is in the way of together, the others one by one, each for what is the matter with it. */
    List<Optional<OrchestratorException>> deleteAll(List<UUID> ids, ControlRequest request, String actor) {
        List<RunTree> clear = store.retention().trees(ids).stream()
                .filter(tree ->
                        Deed.refusalOf(() -> Deed.DELETE.check(tree, null)).isEmpty())
                .toList();
        Set<UUID> gone = store.retention().delete(clear, new Deletion(actor, request.reason()));
        return ids.stream()
                .map(id -> gone.contains(id)
                        ? Optional.<OrchestratorException>empty()
                        : Deed.refusalOf(() -> delete(new Command<>(id, request, actor, null))))
                .toList();
    }

    /** Why each of these could not be deleted now. */
    List<Optional<OrchestratorException>> obstacles(List<UUID> ids) {
        Map<UUID, RunTree> trees = store.retention().trees(ids).stream()
                .collect(Collectors.toMap(tree -> tree.rootMember().instanceId(), tree -> tree));
        return ids.stream()
                .map(id -> Deed.refusalOf(() -> check(id, trees.get(id))))
                .toList();
    }

    /** Of a run without a row: it may have been deleted before, be a job in one row, or one of which only the outcome is kept. */
    private void isGone(UUID id) {
        Optional<WorkflowInstance> underWay = store.reads().findInstance(id);
        if (underWay.isPresent()) {
            throw Deed.DELETE.notEnded(id, underWay.get().state());
        }
        if (store.retention().deleteEnds(List.of(id)) == 0 && !store.retention().wasDeleted(id)) {
            throw Deed.missing(id);
        }
    }

    private static void check(UUID id, @Nullable RunTree tree) {
        if (tree == null) {
            throw Deed.missing(id);
        }
        Deed.DELETE.check(tree, null);
    }
}
