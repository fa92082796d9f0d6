package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a run that a fault had set aside: says so, and has everything written again that it is found by.
 *
 * @param rows attempts of the run that have a row
 */
public record TakeUp(
        Incident incident, Set<UUID> rows, @Nullable String reason) implements RunCommand {

    public TakeUp {
        rows = Set.copyOf(rows);
    }

    @Override
    public boolean needsPayloads() {
        return false;
    }

    @Override
    public Verdict decide(RunChange change) {
        change.emit(new LifecycleEvent.SetAsideResolved(
                incident.incidentId(), incident.code(), incident.message(), incident.openedAt(), reason));
        for (ExecutionRun execution : change.run().liveExecutions()) {
            if (execution.needsRow() && !rows.contains(execution.executionId())) {
                NodeKey key = execution.task().key();
                change.emit(
                        new AttemptEvent.WakeSourceRestored(key.taskId(), key.iteration(), execution.executionId()));
            }
        }
        return Verdict.ACCEPTED;
    }
}
