package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.children.Children;
import com.orchestrator.engine.decision.children.ParentReport;
import com.orchestrator.engine.decision.forward.Ending;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.ChildEvent;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parent goes on, and has this run go on from where it failed or was cut off. A run that is undone, or that somebody has
 * ended for other reasons, cannot and says so; one that is under way already tells its end when it comes.
 *
 * @param number which time the parent asks, from 1
 * @param input what the task that failed is given now; null for what it was given
 */
public record RetryForParent(
        int number, @Nullable Payload input, @Nullable String reason) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        change.emit(new ChildEvent.ParentRetried(number, reason));
        switch (run.phase()) {
            case FORWARD, ROLLBACK -> {}
            case STUCK -> ParentReport.tell(change, null);
            case ENDED -> goOn(change);
        }
        return Verdict.ACCEPTED;
    }

    private void goOn(RunChange change) {
        Run run = change.run();
        if (run.endState() == WorkflowState.COMPLETED) {
            ParentReport.tell(change, Ending.outputOf(run));
        } else if (failed(run).filter(RetryForParent::isBlock).isPresent()) {
            ParentReport.cannotGoOn(change);
        } else if (run.endState() == WorkflowState.FAILED || wasCutOff(run)) {
            Optional<TaskRun> failed = failed(run);
            change.emit(new LifecycleEvent.WorkflowReopened(reason));
            failed.ifPresent(task -> ByHand.tryAgain(change, task, input, reason));
            new Forward(change).resume();
        } else {
            ParentReport.cannotGoOn(change);
        }
    }

    /** Ended without undo, because its parent was. */
    private static boolean wasCutOff(Run run) {
        Cause cause = run.cause();
        return run.endState() == WorkflowState.CANCELLED
                && run.isAbandoned()
                && cause != null
                && cause.code().equals(Children.PARENT_CLOSED);
    }

    /** The task it failed of; none when it failed as a whole, by its deadline or its output. */
    private static Optional<TaskRun> failed(Run run) {
        Cause cause = run.cause();
        return cause == null || cause.taskId() == null
                ? Optional.empty()
                : Optional.of(run.task(new NodeKey(cause.taskId(), cause.iteration())))
                        .filter(task -> task.state() == TaskRun.State.FAILED);
    }

    /** A block whose handler has passed its failure on: nothing inside it can be revived any more. */
    private static boolean isBlock(TaskRun task) {
        return !task.node().blocks().isEmpty();
    }
}
