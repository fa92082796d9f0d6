package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
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
import com.orchestrator.engine.store.RunKey;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

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

    /** The run that a start makes, and the command that does. */
    record ChildStart(WorkflowPlan plan, StartWorkflow command) {}

    /** The name that the child of a start has. */
    static RunKey key(RunMessage.Start start) {
        return new RunKey(start.namespace(), start.workflow(), start.runId());
    }

    /**
     * What makes a child.
     *
     * @throws OrchestratorException when it cannot be started
     */
    static ChildStart start(RunMessage message, RunMessage.Start start, Plans plans, BatchLoader loader) {
        UUID existing = loader.existing(key(start));
        if (existing != null) {
            throw new OrchestratorException(
                    ErrorCode.RUN_ID_CONFLICT,
                    "Run id '" + start.runId() + "' of workflow " + start.workflow() + " is taken by instance "
                            + existing);
        }
        plans.checkOpen(start.namespace(), start.workflow());
        WorkflowPlan plan = plans.get(start.namespace(), start.workflow(), start.revision());
        Payload input = Objects.requireNonNullElse(message.payload(), Payload.EMPTY_OBJECT);
        Inputs.check(plan, input);
        loader.gates().checkRoom(plan, message.receiver(), input);
        return new ChildStart(plan, command(start, input, plans.childRevisions(plan)));
    }

    private static StartWorkflow command(RunMessage.Start start, Payload input, Map<String, Integer> childRevisions) {
        return new StartWorkflow(
                start.runId(),
                input,
                Map.of(),
                start.priority(),
                null,
                start.parent(),
                childRevisions,
                null,
                start.traceparent());
    }

    /**
     * What a parent hears of a child that was never there, because its start had been refused: nothing of it stands. It may not
     * have heard of the refusal, having ended before.
     *
     * @return empty when nobody waits for an answer, or has said for which task
     */
    static Optional<RunMessage> ofNobody(RunMessage message) {
        if (message.body() instanceof RunMessage.Retry retry) {
            return Optional.of(answer(
                    message,
                    new RunMessage.Report(
                            retry.taskId(),
                            retry.iteration(),
                            WorkflowState.FAILED,
                            null,
                            true,
                            null,
                            retry.number(),
                            true)));
        }
        if (message.body() instanceof RunMessage.Close close) {
            return Optional.ofNullable(close.errand()).map(errand -> nothingStands(message, errand));
        }
        if (message.body() instanceof RunMessage.Undo undo) {
            return Optional.ofNullable(undo.errand()).map(errand -> nothingStands(message, errand));
        }
        return Optional.empty();
    }

    private static RunMessage nothingStands(RunMessage message, RunMessage.Errand errand) {
        return answer(
                message,
                new RunMessage.Report(
                        errand.taskId(),
                        errand.iteration(),
                        WorkflowState.CANCELLED,
                        null,
                        true,
                        null,
                        errand.retries(),
                        null));
    }

    /** A child that cannot be started tells its parent so, as one that has failed. */
    static RunMessage refusal(RunMessage message, RunMessage.Start start, OrchestratorException refusal) {
        ParentRef parent = start.parent();
        Cause cause = new Cause(Cause.Kind.FAILED, refusal.code().name(), refusal.getMessage(), null, null);
        return answer(
                message,
                new RunMessage.Report(
                        parent.taskId(), parent.iteration(), WorkflowState.FAILED, cause, true, null, null, null));
    }

    /** It goes by the number of what it answers: the child has no events of its own. */
    private static RunMessage answer(RunMessage message, RunMessage.Report report) {
        return new RunMessage(message.sender(), message.receiver(), message.sequenceNumber(), report, null);
    }
}
