package com.orchestrator.engine.decision.forward;

import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Handler;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.Objects;

/** Takes the handling of a task's failure from its beginning to what follows from it. */
final class Recovery {

    private final RunChange change;
    private final Run run;
    private final TaskRun task;
    private final Handling node;
    private final TaskRun failed;

    /** @param task the handling, not what has failed */
    Recovery(RunChange change, TaskRun task, Handling node) {
        this.change = change;
        this.run = change.run();
        this.task = task;
        this.node = node;
        this.failed = run.task(new NodeKey(node.of(), task.key().iteration()));
    }

    /** Skipped, unless the task has failed and a handler is about it. */
    void start() {
        Forward forward = new Forward(change);
        TaskError error = failed.state() == TaskRun.State.FAILED ? failed.error() : null;
        int handler = error == null ? -1 : node.handlerFor(error.code());
        if (handler < 0) {
            change.emit(
                    new TaskEvent.TaskSkipped(task.key().taskId(), task.key().iteration()));
            forward.settled(task);
        } else {
            change.emit(
                    new TaskEvent.TaskEntered(task.key().taskId(), task.key().iteration(), handler, null));
            forward.resumeBlock(run.taskRuns().inside(task, handler));
        }
    }

    /** The handler has done what it does. */
    void done() {
        Handler handler = node.handlers().get(task.choice());
        switch (handler.then()) {
            case CONTINUE -> new Forward(change).passed(task, null);
            case RETURN -> end(handler);
            case FAIL ->
                new Failing(change).passedOn(task, handler.rollback(), failed, Objects.requireNonNull(failed.error()));
        }
    }

    private void end(Handler handler) {
        try {
            new Ending(change)
                    .returned(
                            task,
                            handler.output() == null ? null : handler.output().evaluate(RunScope.of(run, task)));
        } catch (ExpressionFailure failure) {
            new Failing(change).failed(task, Forward.expressionError(change, failure));
        }
    }
}
