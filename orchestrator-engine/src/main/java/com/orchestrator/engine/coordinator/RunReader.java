package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.WorkerIdentity;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.decision.explain.Explainer;
import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.Snapshot;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.engine.wake.StoredWakeSources;
import com.orchestrator.engine.wake.WakeSources;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loads a run of its own to look at it, beside the lanes: their cached runs belong to their threads. What is seen of a run
 * and around it is of one moment.
 */
final class RunReader {

    private final EngineStore store;
    private final Plans plans;
    private final PollActivity polls;
    private final CurrentLimits limits;

    RunReader(EngineStore store, Plans plans, PollActivity polls, CurrentLimits limits) {
        this.limits = limits;
        this.store = store;
        this.plans = plans;
        this.polls = polls;
    }

    /** Why the run does not move. */
    Explanation explain(UUID instanceId) {
        polls.record();
        return store.watch().inSnapshot(snapshot -> explain(instanceId, snapshot));
    }

    private Explanation explain(UUID instanceId, Snapshot snapshot) {
        Incident incident = snapshot.incident(instanceId).orElse(null);
        WorkflowState state = snapshot.states(Set.of(instanceId)).get(instanceId);
        if (state == null) {
            throw noInstance(instanceId);
        }
        List<Entry> history;
        Run run;
        try {
            history = snapshot.history(instanceId);
            run = fold(instanceId, history);
        } catch (StoreUnavailableException world) {
            throw world;
        } catch (RuntimeException unreadable) {
            return Explainer.unreadable(instanceId, state, snapshot.now(), incident, SetAsides.words(unreadable));
        }
        return new Explainer(run, history, Surroundings.of(run, incident, limits.book(), snapshot)).explain();
    }

    /** What the run says there has to be, held against what there is, as of one moment. */
    Sight look(UUID instanceId) {
        return store.watch().inSnapshot(snapshot -> {
            Run run = fold(instanceId, snapshot.history(instanceId));
            return new Sight(run, Surroundings.stored(run, snapshot));
        });
    }

    /**
     * A run, and what others find it by.
     *
     * @param stored to be held to the run's last event
     */
    record Sight(Run run, StoredWakeSources stored) {

        boolean isWell() {
            return WakeSources.of(run, stored).areComplete();
        }
    }

    /** Every attempt there was, in the order they were made. */
    List<TaskExecution> tasks(UUID instanceId) {
        List<Entry> history = history(instanceId);
        Collection<ExecutionRun> executions = fold(instanceId, history).allExecutions();
        Map<String, WorkerIdentity> workers = workersOf(executions);
        Map<UUID, Facts.Row> rows = rowsOf(executions);
        return executions.stream()
                .map(execution -> task(execution, history, workers, Facts.Row.leaseEnd(execution, rows)))
                .toList();
    }

    /** Of those that are leased and have one: the end of their lease, as last extended. */
    private Map<UUID, Facts.Row> rowsOf(Collection<ExecutionRun> executions) {
        List<UUID> leased = executions.stream()
                .filter(execution -> execution.state() == ExecutionState.LEASED)
                .map(ExecutionRun::executionId)
                .toList();
        return leased.isEmpty() ? Map.of() : store.watch().inSnapshot(snapshot -> snapshot.rows(leased));
    }

    /** Who has or had the attempts: of a worker that nobody knows any more, there is no more than its id. */
    private Map<String, WorkerIdentity> workersOf(Collection<ExecutionRun> executions) {
        Set<String> holders = Surroundings.holders(executions);
        Map<String, WorkerIdentity> known = store.workers().identities(holders);
        return holders.stream()
                .collect(Collectors.toMap(
                        id -> id, id -> known.getOrDefault(id, new WorkerIdentity(id, null, null, null))));
    }

    private static TaskExecution task(
            ExecutionRun execution,
            List<Entry> history,
            Map<String, WorkerIdentity> workers,
            @Nullable Instant leaseEnd) {
        TaskSpec spec = execution.spec();
        return new TaskExecution(
                execution.executionId(),
                execution.task().key().taskId(),
                execution.task().key().iteration(),
                execution.kind(),
                spec.taskType(),
                spec.queue(),
                execution.state(),
                execution.attempt(),
                execution.round(),
                execution.fence(),
                execution.holder(),
                execution.holder() == null ? null : workers.get(execution.holder()),
                leaseEnd,
                execution.availableAt(),
                payload(history, execution.inputSequence()),
                payload(history, execution.outputSequence()),
                execution.error(),
                execution.late(),
                execution.mayNotHaveHappened() ? Boolean.TRUE : null,
                execution.task().shown(),
                execution.task().trouble(),
                execution.createdAt(),
                execution.startedAt(),
                execution.endedAt());
    }

    private static @Nullable Payload payload(List<Entry> history, @Nullable Long sequenceNumber) {
        return sequenceNumber == null || sequenceNumber == 0
                ? null
                : history.get((int) (sequenceNumber - 1)).payload();
    }

    /** A copy of its own, as it is in the database now. */
    Run load(UUID instanceId) {
        return fold(instanceId, history(instanceId));
    }

    /** The run as it stands, if there is one. */
    Optional<Run> find(UUID instanceId) {
        List<Entry> entries = read(instanceId);
        return entries.isEmpty() ? Optional.empty() : Optional.of(fold(instanceId, entries));
    }

    List<Entry> history(UUID instanceId) {
        List<Entry> entries = read(instanceId);
        if (entries.isEmpty()) {
            throw noInstance(instanceId);
        }
        return entries;
    }

    private static OrchestratorException noInstance(UUID instanceId) {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There is no instance " + instanceId);
    }

    private List<Entry> read(UUID instanceId) {
        return orIncident(
                instanceId,
                () -> store.runs()
                        .inTransaction(transaction -> transaction.loadEvents(Map.of(instanceId, 0L)))
                        .getOrDefault(instanceId, List.of()));
    }

    /** The history as people read it, up to what cannot be read. */
    Page<HistoryEntry> entries(UUID instanceId, long afterSequenceNumber, int limit) {
        return orIncident(instanceId, () -> store.reads().history(instanceId, afterSequenceNumber, limit));
    }

    /** A run that is set aside may be one that cannot be read; then its incident is the answer. */
    private <T> T orIncident(UUID instanceId, Supplier<T> read) {
        try {
            return read.get();
        } catch (InvariantViolation unreadable) {
            throw store.setAside()
                    .find(instanceId)
                    .<RuntimeException>map(incident -> SetAsides.unreadable(instanceId, incident, unreadable))
                    .orElse(unreadable);
        }
    }

    /** Whole histories of those of the runs that exist. */
    Map<UUID, List<Entry>> histories(Collection<UUID> instanceIds) {
        Map<UUID, Long> wanted = instanceIds.stream().collect(Collectors.toMap(id -> id, id -> 0L));
        return wanted.isEmpty() ? Map.of() : store.runs().inTransaction(transaction -> transaction.loadEvents(wanted));
    }

    Run fold(UUID instanceId, List<Entry> history) {
        Run run = new Run(instanceId, plans.of(history.get(0).event()));
        history.forEach(run::apply);
        return run;
    }
}
