package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.KeyedSignal;
import com.orchestrator.engine.decision.workflow.ReceiveSignal;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.plan.SearchAttribute;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ReadStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends a signal to all runs of its key. They are found as lists find runs, by a row that a run has for as long as it is open, and
 * each takes the signal as if it alone had been sent it.
 */
final class SignalsByKey {

    /** More have to be signalled by a batch. */
    static final int RUNS_MAX = 100;

    private final ReadStore reads;
    private final Lanes lanes;
    private final Executor readers;

    /** @param readers runs the look for the runs; never a lane */
    SignalsByKey(ReadStore reads, Lanes lanes, Executor readers) {
        this.reads = reads;
        this.lanes = lanes;
        this.readers = readers;
    }

    /** What became of it in one run. */
    private record Outcome(UUID instanceId, @Nullable OrchestratorException refusal) {

        /** Whether the run is no longer one that takes it, which is no fault of the signal. */
        boolean isGone() {
            return refusal != null
                    && (refusal.code() == ErrorCode.ILLEGAL_STATE || refusal.code() == ErrorCode.NOT_FOUND);
        }
    }

    /** @return the runs that have taken it, now or when it was sent before */
    CompletableFuture<List<UUID>> send(KeyedSignal signal, String signalId, String actor) {
        return CompletableFuture.supplyAsync(() -> find(signal), readers)
                .thenCompose(runs -> sendTo(runs, signal, signalId, actor))
                .thenApply(outcomes -> taken(outcomes, signal));
    }

    private List<UUID> find(KeyedSignal signal) {
        RunFilter filter = RunFilter.every(List.of(
                RunFilter.is(RunField.Column.NAMESPACE, signal.namespace()),
                RunFilter.is(new RunField.Attribute(SearchAttribute.ofSignal(signal.name())), signal.key())));
        List<UUID> found = new ArrayList<>();
        String place = null;
        do {
            Page<WorkflowInstance> page =
                    reads.listInstances(new InstanceQuery(filter, new ListQuery(RUNS_MAX, place)));
            page.items().forEach(run -> found.add(run.instanceId()));
            place = page.next();
        } while (place != null && found.size() <= RUNS_MAX);
        if (found.size() > RUNS_MAX) {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to signal at most " + RUNS_MAX + " runs of key '" + signal.key()
                            + "', but there are more; signal them by a batch");
        }
        return found;
    }

    private CompletableFuture<List<Outcome>> sendTo(
            List<UUID> runs, KeyedSignal signal, String signalId, String actor) {
        ReceiveSignal command = new ReceiveSignal(signal.name(), signalId, signal.payload());
        CompletableFuture<List<Outcome>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (UUID run : runs) {
            CompletableFuture<Outcome> one = lanes.submit(run, LaneRequest.OnRun.byPerson(run, command, actor, null))
                    .handle((answer, failure) -> outcome(run, failure));
            all = all.thenCombine(one, (outcomes, outcome) -> {
                outcomes.add(outcome);
                return outcomes;
            });
        }
        return all;
    }

    private static Outcome outcome(UUID run, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause == null || cause instanceof OrchestratorException) {
            return new Outcome(run, (OrchestratorException) cause);
        }
        throw new CompletionException(cause);
    }

    /** That some could not take it is said when no run could, and when it is worth repeating: those that have it take it once. */
    private static List<UUID> taken(List<Outcome> outcomes, KeyedSignal signal) {
        List<UUID> taken = outcomes.stream()
                .filter(outcome -> outcome.refusal() == null)
                .map(Outcome::instanceId)
                .toList();
        for (Outcome outcome : outcomes) {
            boolean isMisfit = outcome.refusal() != null && outcome.refusal().code() == ErrorCode.INPUT_INVALID;
            if (outcome.refusal() != null && !outcome.isGone() && (taken.isEmpty() || !isMisfit)) {
                throw outcome.refusal();
            }
        }
        if (taken.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "No run in namespace '" + signal.namespace() + "' takes a signal '" + signal.name() + "' of key '"
                            + signal.key() + "'");
        }
        return taken;
    }
}
