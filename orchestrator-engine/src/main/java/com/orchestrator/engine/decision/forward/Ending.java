package com.orchestrator.engine.decision.forward;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.decision.children.Children;
import com.orchestrator.engine.decision.children.ParentReport;
import com.orchestrator.engine.decision.rollback.Rollback;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.run.TaskRun;
import org.jspecify.annotations.Nullable;

/** Completes a run: when all of its tasks are done, or as soon as one of them returns. */
public final class Ending {

    private final RunChange change;
    private final Run run;

    Ending(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** What a run has come to that has completed: what that is made of is as it was. */
    public static @Nullable Payload outputOf(Run run) {
        TaskRun end = RunState.returnedBy(run).orElse(null);
        Template output = end == null ? run.plan().output() : outputOf(end);
        return output == null ? null : output.evaluate(end == null ? RunScope.of(run) : RunScope.of(run, end));
    }

    private static @Nullable Template outputOf(TaskRun end) {
        return end.node() instanceof Handling handling
                ? handling.handlers().get(end.choice()).output()
                : ((Node.Return) end.node()).output();
    }

    /** All tasks are done. */
    void complete() {
        Payload output = null;
        if (run.plan().output() != null) {
            try {
                output = run.plan().output().evaluate(RunScope.of(run));
            } catch (ExpressionFailure failure) {
                Forward.wayBack(change)
                        .begin(new Cause(Cause.Kind.FAILED, "OUTPUT_FAILED", change.said(failure), null, null));
                return;
            }
        }
        complete(output);
    }

    /** A task has said what the run comes to. What is under way beside it has lost, as if at a join. */
    void returned(TaskRun task, @Nullable Payload output) {
        change.emit(new TaskEvent.TaskPassed(task.key().taskId(), task.key().iteration()));
        new Unwanted(change).drop(run.taskRuns().root());
        complete(output);
    }

    private void complete(@Nullable Payload output) {
        Rollback wayBack = Forward.wayBack(change);
        wayBack.forwardExecutions().forEach(wayBack::takeAway);
        new Children(change).leave();
        change.emit(new LifecycleEvent.WorkflowCompleted(), output);
        wayBack.advance();
        ParentReport.tell(change, output);
    }
}
