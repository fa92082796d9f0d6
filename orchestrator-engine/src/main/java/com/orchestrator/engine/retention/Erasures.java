package com.orchestrator.engine.retention;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.coordinator.RunOperator;
import com.orchestrator.engine.decision.keeping.ErasePayloads;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.RunTree;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Destroys what a run and all that it has started carried, and leaves their histories. Each run says so itself, the root first: from
 * then on nothing in it can call a child back to work. Whatever ends in between is no fault, for the same again does the rest.
 */
final class Erasures {

    private final EngineStore store;
    private final RunOperator operator;

    Erasures(EngineStore store, RunOperator operator) {
        this.store = store;
        this.operator = operator;
    }

    void erase(Command<ControlRequest> command) {
        erase(command, look(List.of(command.instanceId()))).join().ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** Why each of these is not erased; empty for one that is. They are done all at once: lanes put them together. */
    List<Optional<OrchestratorException>> eraseAll(List<UUID> ids, ControlRequest request, String actor) {
        Sight sight = look(ids);
        List<CompletableFuture<Optional<OrchestratorException>>> each = ids.stream()
                .map(id -> erase(new Command<>(id, request, actor, null), sight))
                .toList();
        return each.stream().map(CompletableFuture::join).toList();
    }

    /** Why each of these could not be erased now. */
    List<Optional<OrchestratorException>> obstacles(List<UUID> ids) {
        Sight sight = look(ids);
        return ids.stream()
                .map(id -> Deed.refusalOf(() -> sight.check(id, null)))
                .toList();
    }

    private CompletableFuture<Optional<OrchestratorException>> erase(Command<ControlRequest> command, Sight sight) {
        UUID id = command.instanceId();
        RunTree tree = sight.trees().get(id);
        Optional<OrchestratorException> refusal =
                Deed.refusalOf(tree == null ? () -> eraseEnd(id) : () -> sight.check(id, command.ifSequenceNumber()));
        return tree == null || refusal.isPresent()
                ? CompletableFuture.completedFuture(refusal)
                : tell(command, tree).handle((done, failure) -> outcome(failure));
    }

    private CompletableFuture<?> tell(Command<ControlRequest> command, RunTree tree) {
        ErasePayloads erasing = new ErasePayloads(command.request().reason());
        return operator.apply(tree.root(), erasing, command.actor(), command.ifSequenceNumber())
                .thenCompose(done -> CompletableFuture.allOf(tree.ids().stream()
                        .filter(member -> !member.equals(tree.root()))
                        .map(child -> operator.apply(child, erasing, command.actor()))
                        .toArray(CompletableFuture[]::new)));
    }

    private static Optional<OrchestratorException> outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return Optional.empty();
        }
        if (Failures.causeOf(failure) instanceof OrchestratorException refusal) {
            return Optional.of(refusal);
        }
        throw new CompletionException(failure);
    }

    /** Of what has no row of a run: a job in one row, or one of which only the outcome is kept. */
    private void eraseEnd(UUID id) {
        store.reads().findInstance(id).ifPresent(underWay -> {
            throw Deed.ERASE.notEnded(id, underWay.state());
        });
        if (store.retention().eraseEnds(List.of(id)) == 0) {
            throw Deed.missing(id);
        }
    }

    private Sight look(List<UUID> ids) {
        Map<UUID, RunTree> trees = store.retention().trees(ids).stream()
                .collect(Collectors.toMap(RunTree::root, tree -> tree, (one, same) -> one));
        Collection<UUID> all = RunTree.ids(trees.values());
        return new Sight(
                trees, store.retention().unsealed(all), store.retention().talking(all));
    }

    /**
     * Runs as they stood, each with all that it has started.
     *
     * @param trees by their root
     * @param unsealed those without a key that could be destroyed
     * @param talking those that have told another what it has not heard yet
     */
    private record Sight(Map<UUID, RunTree> trees, Set<UUID> unsealed, Set<UUID> talking) {

        void check(UUID id, @Nullable Long ifSequenceNumber) {
            RunTree tree = trees.get(id);
            if (tree == null) {
                throw Deed.missing(id);
            }
            Deed.ERASE.check(tree, ifSequenceNumber);
            first(tree, unsealed).ifPresent(plain -> {
                throw Deed.ERASE.refused(
                        id,
                        "sealed with a key of its own",
                        "instance " + plain + " was started on a server without keys",
                        "delete it; what starts while orchestrator.encryption.keys is set can be erased");
            });
            first(tree, talking).ifPresent(busy -> {
                throw new OrchestratorException(
                        ErrorCode.UNAVAILABLE,
                        "Instance " + busy + " is being worked on just now; erasing it again is safe");
            });
        }

        private static Optional<UUID> first(RunTree tree, Set<UUID> some) {
            return tree.ids().stream().filter(some::contains).findFirst();
        }
    }
}
