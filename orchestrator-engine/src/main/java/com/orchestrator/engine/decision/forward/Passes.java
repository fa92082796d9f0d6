package com.orchestrator.engine.decision.forward;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.history.Iteration;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Repeated;
import com.orchestrator.engine.run.BlockRun;
import com.orchestrator.engine.run.PassesRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.Objects;

/**
 * Takes one map or loop through its passes. What a pass costs does not depend on how many there are; {@link PassesRun}
 * counts.
 */
abstract sealed class Passes permits Items, Turns {

    /** One decision becomes one page of the history, so passes that end at once must not all be in it. */
    static final int BEGUN_AT_ONCE_MAX = 1_000;

    final RunChange change;
    final Run run;
    final Forward forward;
    final TaskRun task;

    Passes(RunChange change, Forward forward, TaskRun task) {
        this.change = change;
        this.run = change.run();
        this.forward = forward;
        this.task = task;
    }

    /** @param task a map or a loop */
    static Passes of(RunChange change, Forward forward, TaskRun task) {
        return task.node() instanceof Loop loop
                ? new Turns(change, forward, task, loop)
                : new Items(change, forward, task);
    }

    abstract PassesRun passes();

    /** Begins passes as long as there is room for them, or for a rest. */
    abstract void begin();

    /** Whether everything is done. */
    abstract boolean isOver();

    /** What the task has come to. */
    abstract Payload output();

    /** All tasks of a pass are done. */
    final void done(BlockRun block) {
        int index = Iteration.index(Objects.requireNonNull(block.iteration()));
        try {
            if (isRead() && !passes().hasPassed(index)) {
                pass(index, output(block));
            }
        } catch (ExpressionFailure failure) {
            failed(Forward.expressionError(change, failure));
            return;
        }
        goOn();
    }

    private void pass(int index, Payload output) {
        Long known = run.sequenceOf(output);
        change.emit(
                new TaskEvent.ItemPassed(task.key().taskId(), task.key().iteration(), index, known),
                known == null ? output : null);
    }

    private Payload output(BlockRun block) {
        Repeated node = (Repeated) task.node();
        if (node.passOutput() != null) {
            return node.passOutput().evaluate(RunScope.inside(run, block));
        }
        String last =
                block.block().nodes().get(block.block().nodes().size() - 1).id();
        Payload output = run.task(block.key(run.plan().node(last))).output();
        return Objects.requireNonNullElse(output, Payload.NULL);
    }

    /** Begins what there is room for, and closes the task when nothing is left. */
    final void goOn() {
        if (!change.enter(task)) {
            return;
        }
        try {
            while (isBegunAnewBy(this::begin)) {
                run.taskRuns().activeInside(task).forEach(forward::resumeBlock);
            }
        } finally {
            change.leave(task);
        }
        if (isUnderWay() && isOver()) {
            forward.passed(task, isRead() ? output() : null);
        }
    }

    /**
     * Whether something in a pass failed and has sent the run back to before the task, which was then started once more, further up the
     * stack: what that has begun may be half of a pass.
     */
    private boolean isBegunAnewBy(Runnable work) {
        int before = passes().timesStartedOver();
        work.run();
        return isUnderWay() && passes().timesStartedOver() != before;
    }

    final boolean isUnderWay() {
        return run.stillWants(task);
    }

    private boolean isRead() {
        return run.plan().index().outputsRead().contains(task.key().taskId());
    }

    /** Whether so many have begun in this decision that the rest is put off. */
    final boolean rests() {
        if (change.passesBegun() < BEGUN_AT_ONCE_MAX) {
            return false;
        }
        change.emit(new TaskEvent.MapRested(task.key().taskId(), task.key().iteration(), change.now()));
        return true;
    }

    /** What was put off is due. */
    final void goOnAfterRest() {
        change.emit(new TaskEvent.MapRested(task.key().taskId(), task.key().iteration(), null));
        goOn();
    }

    final void failed(TaskError error) {
        new Failing(change).failed(task, error);
    }

    static TaskError fatal(String code, String message) {
        return new TaskError(FailureKind.FATAL, code, message, null);
    }
}
