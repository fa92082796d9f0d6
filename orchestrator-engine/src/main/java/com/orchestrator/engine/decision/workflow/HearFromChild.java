package com.orchestrator.engine.decision.workflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.outcome.ChildReports;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.run.ChildRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run that a task of this one has started says how it stands. Nobody listens once this run has ended, nor to a child of
 * an earlier round of the task.
 *
 * @param output of a child that has completed
 */
public record HearFromChild(
        UUID childInstanceId,
        RunMessage.Report report,
        @Nullable Payload output) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        TaskRun task = run.task(new NodeKey(report.taskId(), report.iteration()));
        boolean isHeard = run.phase() != Run.Phase.ENDED
                && task.child() != null
                && task.child().instanceId().equals(childInstanceId)
                && !isStale(task.child());
        if (isHeard) {
            hear(new ChildReports(change, task));
        }
        return Verdict.ACCEPTED;
    }

    /** It was told before the child heard that it should go on. */
    private boolean isStale(ChildRun child) {
        return Objects.requireNonNullElse(report.retries(), 0) < child.retries();
    }

    private void hear(ChildReports reports) {
        if (Boolean.TRUE.equals(report.pastPivot())) {
            reports.pastPivot();
            return;
        }
        if (Boolean.TRUE.equals(report.notRetried())) {
            reports.cannotGoOn(report);
            return;
        }
        switch (report.state()) {
            case RUNNING, PAUSED, SUSPENDED, COMPENSATING -> reports.started(ids());
            case COMPENSATION_FAILED -> reports.stuck(report);
            case COMPLETED -> reports.completed(Objects.requireNonNullElse(output, Payload.NULL));
            case FAILED, COMPENSATED, CANCELLED, TERMINATED -> reports.ended(report);
        }
    }

    private Payload ids() {
        ObjectNode ids = JsonNodeFactory.instance.objectNode();
        ids.put("instanceId", childInstanceId.toString());
        return Payload.ofTree(ids);
    }
}
