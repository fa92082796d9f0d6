package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.workflow.CancelWorkflow;
import com.orchestrator.engine.decision.workflow.CompensateWorkflow;
import com.orchestrator.engine.decision.workflow.CompleteByHand;
import com.orchestrator.engine.decision.workflow.PauseWorkflow;
import com.orchestrator.engine.decision.workflow.ReceiveSignal;
import com.orchestrator.engine.decision.workflow.ResolveTask;
import com.orchestrator.engine.decision.workflow.ResumeWorkflow;
import com.orchestrator.engine.decision.workflow.RetryTask;
import com.orchestrator.engine.decision.workflow.SkipTask;
import com.orchestrator.engine.decision.workflow.TerminateWorkflow;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoTarget;
import org.jspecify.annotations.Nullable;

/** What operators ask for, with as few words as tests need. */
public final class Operations {

    private Operations() {}

    /** Reads {@code taskId[#iteration]}. */
    public static NodeKey key(String name) {
        String[] parts = name.split("#");
        return new NodeKey(parts[0], parts.length == 1 ? null : parts[1]);
    }

    public static PauseWorkflow pause() {
        return new PauseWorkflow("test");
    }

    public static ResumeWorkflow resume() {
        return new ResumeWorkflow("test");
    }

    /** A cancel that leaves the undo to the definition. */
    public static CancelWorkflow cancel() {
        return new CancelWorkflow(null, "test");
    }

    public static CancelWorkflow cancelWithUndo() {
        return new CancelWorkflow(true, "test");
    }

    public static CancelWorkflow cancelWithoutUndo() {
        return new CancelWorkflow(false, "test");
    }

    public static TerminateWorkflow terminateWithUndo() {
        return new TerminateWorkflow(true, "test");
    }

    public static TerminateWorkflow terminateWithoutUndo() {
        return new TerminateWorkflow(false, "test");
    }

    public static CompensateWorkflow compensate(@Nullable String fromTaskId, CompensateRequest.Then then) {
        return new CompensateWorkflow(new CompensateRequest(fromTaskId, null, then, null, false, "test"));
    }

    public static CompensateWorkflow compensateTo(String savepoint, CompensateRequest.Then then) {
        return new CompensateWorkflow(new CompensateRequest(null, savepoint, then, null, false, "test"));
    }

    public static CompensateWorkflow compensateByForce() {
        return new CompensateWorkflow(
                new CompensateRequest(null, null, CompensateRequest.Then.STOP, null, true, "test"));
    }

    /** By somebody who has looked at what it would undo. */
    public static CompensateWorkflow compensateSeen(RunDriver run) {
        String hash = CompensationPlan.of(run.run(), UndoTarget.EVERYTHING).hash();
        return new CompensateWorkflow(
                new CompensateRequest(null, null, CompensateRequest.Then.STOP, hash, false, "test"));
    }

    public static RetryTask retry(String taskId) {
        return new RetryTask(key(taskId), null, "test");
    }

    public static SkipTask skip(String taskId) {
        return new SkipTask(key(taskId), Payload.ofJson("{\"skipped\":true}"), "test");
    }

    public static CompleteByHand completeByHand(String taskId) {
        return new CompleteByHand(key(taskId), Payload.ofJson("{\"byHand\":true}"), "test");
    }

    public static ResolveTask resolve(String taskId) {
        return new ResolveTask(key(taskId), Payload.ofJson("{\"ticket\":7}"), "test");
    }

    public static ReceiveSignal signal(String name, String signalId) {
        return new ReceiveSignal(name, signalId, Payload.ofJson("{\"id\":\"" + signalId + "\"}"));
    }
}
