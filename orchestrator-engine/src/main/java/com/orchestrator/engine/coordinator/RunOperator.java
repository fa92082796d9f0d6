package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.decision.DecisionContext;
import com.orchestrator.engine.decision.DecisionContext.Limits;
import com.orchestrator.engine.decision.DecisionContext.Slots;
import com.orchestrator.engine.decision.Gates;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.batch.ApplyBatch;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.SetAside;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has runs do what a batch wants of them, on their lanes like everything else; or only shows what would come of it. */
public final class RunOperator {

    /** Histories that are read together. */
    private static final int READ_MAX = 50;

    private final RunStore store;
    private final Lanes lanes;
    private final RunReader reader;
    private final Limits limits;
    private final RandomGenerator random;
    private final UUID server;

    /** @param server this process and no other */
    RunOperator(RunStore store, Lanes lanes, RunReader reader, Limits limits, RandomGenerator random, UUID server) {
        this.store = store;
        this.lanes = lanes;
        this.reader = reader;
        this.limits = limits;
        this.random = random;
        this.server = server;
    }

    /** This process, as it is known to the store. */
    public UUID server() {
        return server;
    }

    /**
     * What would become of a run.
     *
     * @param instance as it stands; null when there is none, or it cannot be read
     * @param refusal null when the operation would be accepted
     */
    public record Rehearsed(
            UUID instanceId,
            @Nullable WorkflowInstance instance,
            @Nullable OrchestratorException refusal) {}

    /** Has a run do it. Fails with what an operator would hear. */
    public CompletableFuture<?> apply(UUID instanceId, RunCommand command, String actor) {
        return apply(instanceId, command, actor, null);
    }

    /** The same, if the run is still at this event. */
    public CompletableFuture<?> apply(
            UUID instanceId, RunCommand command, String actor, @Nullable Long ifSequenceNumber) {
        return lanes.submit(instanceId, LaneRequest.OnRun.byPerson(instanceId, command, actor, ifSequenceNumber));
    }

    /** Decides the same about copies of the runs, and leaves the runs as they are. */
    public List<Rehearsed> rehearse(List<UUID> instanceIds, ApplyBatch command, String actor) {
        List<Rehearsed> all = new ArrayList<>();
        for (int from = 0; from < instanceIds.size(); from += READ_MAX) {
            List<UUID> some = instanceIds.subList(from, Math.min(instanceIds.size(), from + READ_MAX));
            all.addAll(together(some, copy -> decided(copy, command, actor)));
        }
        return all;
    }

    /** One that cannot be read does not keep the others from being. */
    private List<Rehearsed> together(List<UUID> instanceIds, Function<Copy, Rehearsed> decide) {
        List<Copy> copies;
        try {
            copies = read(instanceIds);
        } catch (StoreUnavailableException unavailable) {
            throw Unavailable.because(unavailable);
        } catch (RuntimeException unreadable) {
            if (instanceIds.size() == 1) {
                return List.of(fault(instanceIds.get(0), null));
            }
            int half = instanceIds.size() / 2;
            List<Rehearsed> all = new ArrayList<>(together(instanceIds.subList(0, half), decide));
            all.addAll(together(instanceIds.subList(half, instanceIds.size()), decide));
            return all;
        }
        return copies.stream().map(decide).toList();
    }

    /** @param run null when there is none */
    private record Copy(UUID instanceId, @Nullable Run run, boolean isSetAside, Instant now) {}

    private List<Copy> read(List<UUID> instanceIds) {
        Map<UUID, Long> wanted = instanceIds.stream().collect(Collectors.toMap(id -> id, id -> 0L));
        return store.inTransaction(transaction -> {
            Map<UUID, List<Entry>> histories = transaction.loadEvents(wanted);
            Map<UUID, SetAside> setAside = transaction.findSetAside(instanceIds);
            return instanceIds.stream()
                    .map(id -> {
                        List<Entry> history = histories.get(id);
                        SetAside fault = setAside.get(id);
                        return new Copy(
                                id,
                                history == null ? null : reader.fold(id, history),
                                fault != null && fault.isOpen(),
                                transaction.now());
                    })
                    .toList();
        });
    }

    private Rehearsed decided(Copy copy, ApplyBatch command, String actor) {
        UUID id = copy.instanceId();
        Run run = copy.run();
        if (run == null) {
            return new Rehearsed(id, null, new OrchestratorException(ErrorCode.NOT_FOUND, CompactForm.missing(id)));
        }
        WorkflowInstance instance = RunRows.snapshot(run);
        DecisionContext context = new DecisionContext(copy.now(), random, Slots.NONE, limits, Gates.NONE, 0);
        RunCommand asked = copy.isSetAside() ? command.onTakenUp() : command;
        try {
            Verdict verdict = new RunChange(run, context, actor).decide(asked);
            return new Rehearsed(
                    id,
                    instance,
                    verdict instanceof Verdict.Refused refused
                            ? new OrchestratorException(refused.code(), refused.message(), refused.errors())
                            : null);
        } catch (RuntimeException | StackOverflowError | LinkageError fault) {
            return fault(id, instance);
        }
    }

    private static Rehearsed fault(UUID id, @Nullable WorkflowInstance instance) {
        return new Rehearsed(
                id,
                instance,
                new OrchestratorException(ErrorCode.INTERNAL, "The engine met a fault while looking at this run"));
    }
}
