package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.decision.CompensationPlan;
import com.orchestrator.engine.decision.Entry;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunEvent;
import com.orchestrator.engine.service.CompensationPreview;
import com.orchestrator.engine.store.RunStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Loads a run of its own to look at it, beside the lanes: their cached runs belong to their threads. */
final class RunReader {

    private final RunStore store;
    private final Plans plans;

    RunReader(RunStore store, Plans plans) {
        this.store = store;
        this.plans = plans;
    }

    /** What a rollback would undo now. */
    CompensationPreview compensationPlan(UUID instanceId, Optional<String> fromTaskId) {
        Run run = load(instanceId);
        if (fromTaskId.isPresent() && !run.plan().hasNode(fromTaskId.get())) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND, "Workflow " + run.plan().name() + " has no task '" + fromTaskId.get() + "'");
        }
        CompensationPlan plan = CompensationPlan.of(run, fromTaskId.orElse(null));
        List<CompensationPreview.Item> items =
                plan.items().stream().map(RunReader::item).toList();
        return new CompensationPreview(instanceId, plan.hash(), items);
    }

    private static CompensationPreview.Item item(CompensationPlan.Item item) {
        return new CompensationPreview.Item(
                item.task().key().taskId(),
                item.task().key().iteration(),
                item.spec().taskType(),
                item.spec().queue(),
                item.mayNotHaveHappened(),
                item.input(),
                item.error(),
                item.after().stream().map(Object::toString).toList());
    }

    private Run load(UUID instanceId) {
        List<Entry> entries = store.inTransaction(transaction -> transaction.loadEvents(Map.of(instanceId, 0L)))
                .getOrDefault(instanceId, List.of());
        if (entries.isEmpty() || !(entries.get(0).event() instanceof RunEvent.WorkflowStarted started)) {
            throw new OrchestratorException(ErrorCode.NOT_FOUND, "There is no instance " + instanceId);
        }
        Run run = new Run(instanceId, plans.get(started.namespace(), started.workflow(), started.revision()));
        entries.forEach(run::apply);
        return run;
    }
}
