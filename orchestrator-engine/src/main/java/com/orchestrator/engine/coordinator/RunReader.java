package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.WorkerIdentity;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.engine.decision.explain.Explainer;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.RunStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Loads a run of its own to look at it, beside the lanes: their cached runs belong to their threads. */
final class RunReader {

    private final RunStore store;
    private final Plans plans;
    private final Surroundings surroundings;

    RunReader(RunStore store, Plans plans, Surroundings surroundings) {
        this.store = store;
        this.plans = plans;
        this.surroundings = surroundings;
    }

    /** Why the run does not move. */
    Explanation explain(UUID instanceId) {
        List<Entry> history = history(instanceId);
        Run run = fold(instanceId, history);
        return new Explainer(run, history, surroundings.of(run)).explain();
    }

    /** Every attempt there was, in the order they were made. */
    List<TaskExecution> tasks(UUID instanceId) {
        List<Entry> history = history(instanceId);
        Collection<ExecutionRun> executions = fold(instanceId, history).allExecutions();
        Map<String, WorkerIdentity> workers = surroundings.workersOf(executions);
        return executions.stream()
                .map(execution -> task(execution, history, workers))
                .toList();
    }

    private static TaskExecution task(
            ExecutionRun execution, List<Entry> history, Map<String, WorkerIdentity> workers) {
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
                execution.leaseExpiresAt(),
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

    private List<Entry> history(UUID instanceId) {
        List<Entry> entries = read(instanceId);
        if (entries.isEmpty()) {
            throw new OrchestratorException(ErrorCode.NOT_FOUND, "There is no instance " + instanceId);
        }
        return entries;
    }

    private List<Entry> read(UUID instanceId) {
        return store.inTransaction(transaction -> transaction.loadEvents(Map.of(instanceId, 0L)))
                .getOrDefault(instanceId, List.of());
    }

    private Run fold(UUID instanceId, List<Entry> history) {
        RunEvent first = history.get(0).event();
        if (!(first instanceof LifecycleEvent.WorkflowStarted started)) {
            throw new IllegalStateException("The first event of a run is not its start but " + first);
        }
        Run run = new Run(instanceId, plans.get(started.namespace(), started.workflow(), started.revision()));
        history.forEach(run::apply);
        return run;
    }
}
