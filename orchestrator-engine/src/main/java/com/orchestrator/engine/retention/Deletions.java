package com.orchestrator.engine.retention;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.metrics.RetentionCounters;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RetentionStore.Deletion;
import com.orchestrator.engine.store.RunTree;
import com.orchestrator.engine.store.RunTree.Member;
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

    private static final String ENDED = "COMPLETED, FAILED, COMPENSATED, CANCELLED or TERMINATED";

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
            check(tree.get(), command.ifSequenceNumber());
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
                .filter(tree -> refusalOf(() -> check(tree, null)).isEmpty())
                .toList();
        Set<UUID> gone = store.retention().delete(clear, new Deletion(actor, request.reason()));
        return ids.stream()
                .map(id -> gone.contains(id)
                        ? Optional.<OrchestratorException>empty()
                        : refusalOf(() -> delete(new Command<>(id, request, actor, null))))
                .toList();
    }

    /** Why each of these could not be deleted now. */
    List<Optional<OrchestratorException>> obstacles(List<UUID> ids) {
        Map<UUID, RunTree> trees = store.retention().trees(ids).stream()
                .collect(Collectors.toMap(tree -> tree.rootMember().instanceId(), tree -> tree));
        return ids.stream()
                .map(id -> {
                    RunTree tree = trees.get(id);
                    return refusalOf(() -> {
                        if (tree == null) {
                            throw new OrchestratorException(ErrorCode.NOT_FOUND, "There is no instance " + id);
                        }
                        check(tree, null);
                    });
                })
                .toList();
    }

    private static Optional<OrchestratorException> refusalOf(Runnable deed) {
        try {
            deed.run();
            return Optional.empty();
        } catch (OrchestratorException refusal) {
            return Optional.of(refusal);
        }
    }

    /** Of a run without a row: it may have been deleted before, be a job in one row, or one of which only the outcome is kept. */
    private void isGone(UUID id) {
        Optional<WorkflowInstance> underWay = store.reads().findInstance(id);
        if (underWay.isPresent()) {
            throw refused(id, "in state " + ENDED, "it is " + underWay.get().state(), null);
        }
        if (store.retention().deleteEnds(List.of(id)) == 0 && !store.retention().wasDeleted(id)) {
            throw new OrchestratorException(ErrorCode.NOT_FOUND, "There is no instance " + id);
        }
    }

    private static void check(RunTree tree, @Nullable Long ifSequenceNumber) {
        Member root = tree.rootMember();
        if (ifSequenceNumber != null && ifSequenceNumber != root.sequenceNumber()) {
            throw new OrchestratorException(
                    ErrorCode.PRECONDITION_FAILED,
                    "Instance " + root.instanceId() + " is at event " + root.sequenceNumber() + ", not at "
                            + ifSequenceNumber);
        }
        if (root.endedAt() == null) {
            throw refused(root.instanceId(), "in state " + ENDED, "it is " + root.state(), null);
        }
        if (root.parent() != null) {
            throw refused(
                    root.instanceId(),
                    "without a parent",
                    "instance " + root.parent() + " has started it and may still undo it",
                    "delete instance " + root.parent() + ", and its children go with it");
        }
        tree.members().stream()
                .filter(member -> member.endedAt() == null)
                .findFirst()
                .ifPresent(child -> {
                    throw refused(
                            root.instanceId(),
                            "with children that have ended",
                            "its child " + child.instanceId() + " is " + child.state(),
                            "wait for the child, or cancel or terminate it");
                });
        tree.members().stream().filter(Member::isHeld).findFirst().ifPresent(held -> {
            throw refused(
                    root.instanceId(),
                    "without a legal hold",
                    "instance " + held.instanceId() + " has the label '" + RetentionStore.LEGAL_HOLD + "'",
                    "take the label off when the hold is over");
        });
    }

    private static OrchestratorException refused(UUID id, String expected, String actual, @Nullable String hint) {
        String detail = "Expected to delete instance " + id + " " + expected + ", but " + actual;
        return new OrchestratorException(
                ErrorCode.ILLEGAL_STATE,
                detail,
                hint == null ? List.of() : List.of(new Problem.Detail("", 0, 0, detail, hint)));
    }
}
