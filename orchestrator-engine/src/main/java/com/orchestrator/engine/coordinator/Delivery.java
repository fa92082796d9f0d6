package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.workflow.CloseForParent;
import com.orchestrator.engine.decision.workflow.GiveWay;
import com.orchestrator.engine.decision.workflow.HearFromChild;
import com.orchestrator.engine.decision.workflow.RetryForParent;
import com.orchestrator.engine.decision.workflow.StartWorkflow;
import com.orchestrator.engine.decision.workflow.UndoForParent;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.Map;
import java.util.Objects;

/** What a message means for the run that hears it. */
final class Delivery {

    private Delivery() {}

    /** The command to a run that exists. */
    static RunCommand command(RunMessage message) {
        if (message.body() instanceof RunMessage.Close close) {
            return new CloseForParent(close.how(), close.cause());
        }
        if (message.body() instanceof RunMessage.Undo undo) {
            return new UndoForParent(undo.cause());
        }
        if (message.body() instanceof RunMessage.Retry retry) {
            return new RetryForParent(retry.number(), message.payload(), retry.reason());
        }
        if (message.body() instanceof RunMessage.GiveWay way) {
            return new GiveWay(message.sender(), way.code());
        }
        if (message.body() instanceof RunMessage.Report report) {
            return new HearFromChild(message.sender(), report, message.payload());
        }
        throw new IllegalArgumentException("A run that exists cannot be told to start: " + message);
    }

    /**
     * The command that makes a child.
     *
     * @throws OrchestratorException when it cannot be started
     */
    static StartWorkflow start(RunMessage message, RunMessage.Start start, WorkflowPlan plan, Plans plans) {
        Payload input = Objects.requireNonNullElse(message.payload(), Payload.EMPTY_OBJECT);
        Inputs.check(plan, input);
        return new StartWorkflow(
                start.runId(),
                input,
                Map.of(),
                start.priority(),
                null,
                start.parent(),
                plans.childRevisions(plan),
                null);
    }

    /** A child that is asked to go on and was never there. */
    static RunMessage refusal(RunMessage message, RunMessage.Retry retry) {
        RunMessage.Report report = new RunMessage.Report(
                retry.taskId(), retry.iteration(), WorkflowState.FAILED, null, true, null, retry.number(), true);
        return new RunMessage(message.sender(), message.receiver(), 0, report, null);
    }

    /** A child that cannot be started tells its parent so, as one that has failed. */
    static RunMessage refusal(RunMessage message, RunMessage.Start start, OrchestratorException refusal) {
        ParentRef parent = start.parent();
        Cause cause = new Cause(Cause.Kind.FAILED, refusal.code().name(), refusal.getMessage(), null, null);
        RunMessage.Report report = new RunMessage.Report(
                parent.taskId(), parent.iteration(), WorkflowState.FAILED, cause, true, null, null, null);
        return new RunMessage(message.sender(), message.receiver(), 0, report, null);
    }
}
