package com.orchestrator.engine.decision.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunMask;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.rollback.Pivots;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnFailure;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import org.jspecify.annotations.Nullable;

/** How far a failure reaches: to the task itself, to a block around it that goes on without it, or to the run. */
public final class Failing {

    private final RunChange change;
    private final Run run;

    public Failing(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /**
     * Whether the run has passed a pivot and nobody but the run itself would stop a failure of the task. What is done after a
     * rollback must succeed, too: there is nothing left to go back to.
     */
    public boolean mustSucceed(TaskRun task, String code) {
        return (task.block().isAfterRollback() || Pivots.isPassed(run)) && wouldFailRun(task, code);
    }

    private boolean wouldFailRun(TaskRun task, String code) {
        if (isStopped(task, code)) {
            return false;
        }
        TaskRun owner = task.block().owner();
        return owner == null || (!owner.survivesLossOf(task.block()) && wouldFailRun(owner, code));
    }

    private boolean isStopped(TaskRun task, String code) {
        Handling handling = run.plan().index().handlings().get(task.key().taskId());
        return task.node().head().caught().catches(code) && (handling == null || !handling.passesOn(code));
    }

    /**
     * No further attempt: the failure stays with the task, or reaches as far as nobody stops it. Where it must not reach the
     * run, a person is asked.
     */
    public void failed(TaskRun task, TaskError error) {
        if (mustSucceed(task, error.code())) {
            new Attempts(change).suspend(task, error);
            return;
        }
        change.emit(new TaskEvent.TaskGaveUp(
                task.key().taskId(), task.key().iteration(), Math.max(task.executions(), 1), error));
        spread(task, task, error);
    }

    /**
     * A handler has done its part, and the failure goes on.
     *
     * @param handling of the task that has failed
     * @param rollback where to instead, as the handler wishes; null when the task itself may say that
     */
    void passedOn(TaskRun handling, @Nullable OnFailure rollback, TaskRun failed, TaskError error) {
        if (mustSucceed(handling, error.code())) {
            new Attempts(change).suspend(handling, error);
            return;
        }
        change.emit(
                new TaskEvent.TaskGaveUp(handling.key().taskId(), handling.key().iteration(), 1, error));
        Cause cause = causeOf(failed, error);
        boolean goesBack = rollback == null
                ? Forward.wayBack(change).onFailure(failed, failed.node().head().onFailure(), cause)
                : Forward.wayBack(change).onFailure(handling, rollback, cause);
        if (!goesBack) {
            spread(failed, handling, error);
        }
    }

    private void spread(TaskRun origin, TaskRun failed, TaskError error) {
        if (failed.node().head().caught().catches(error)) {
            new Forward(change).settled(failed);
            return;
        }
        if (Forward.wayBack(change).onFailure(failed, failed.node().head().onFailure(), causeOf(origin, error))) {
            return;
        }
        TaskRun owner = failed.block().owner();
        if (owner == null) {
            Forward.wayBack(change).begin(causeOf(origin, error));
        } else if (owner.node().outlivesBlocks() && owner.survives()) {
            new Unwanted(change).drop(failed.block());
            goOnWithout(owner);
        } else {
            failOwner(origin, owner, error);
        }
    }

    private void goOnWithout(TaskRun owner) {
        if (owner.passes() != null) {
            Passes.of(change, new Forward(change), owner).goOn();
        }
    }

    private void failOwner(TaskRun origin, TaskRun owner, TaskError error) {
        if (owner.node().head().caught().catches(error)) {
            new Unwanted(change).dropInside(owner);
            change.emit(
                    new TaskEvent.TaskGaveUp(owner.key().taskId(), owner.key().iteration(), 1, error));
        }
        spread(origin, owner, error);
    }

    private static Cause causeOf(TaskRun origin, TaskError error) {
        return new Cause(
                Cause.Kind.FAILED,
                error.code(),
                error.message(),
                origin.key().taskId(),
                Math.max(origin.executions(), 1),
                origin.key().iteration());
    }

    /** A signal did not come in time. */
    TaskError timeoutOf(Node.Signal signal, TaskRun task) {
        if (signal.onTimeout() == null) {
            return new TaskError(
                    FailureKind.FATAL, "SIGNAL_TIMEOUT", "Signal " + signal.signalName() + " did not come", null);
        }
        return errorOf(signal.onTimeout(), task);
    }

    /** What a {@code fail} task says. */
    TaskError errorOf(Node.Fail node, TaskRun task) {
        RunScope scope = RunScope.of(run, task);
        try {
            JsonNode message = node.message() == null
                    ? null
                    : node.message().evaluate(scope).tree();
            Payload details = node.details() == null ? null : node.details().evaluate(scope);
            TaskError said =
                    new TaskError(FailureKind.FATAL, node.code(), message == null ? null : message.asText(), details);
            return RunMask.of(run).over(said);
        } catch (ExpressionFailure failure) {
            return new TaskError(FailureKind.FATAL, node.code(), change.said(failure), null);
        }
    }
}
