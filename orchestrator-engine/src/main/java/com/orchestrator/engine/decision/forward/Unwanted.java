package com.orchestrator.engine.decision.forward;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.children.Children;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.run.BlockRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;

/** Stops what is under way and no longer wanted: what has lost a join, stands in a block that has failed or is done without it. */
public final class Unwanted {

    private final RunChange change;
    private final Run run;

    public Unwanted(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** What runs inside a task. */
    public void dropInside(TaskRun task) {
        run.taskRuns().activeInside(task).forEach(this::drop);
    }

    /** Everything under way in a block. */
    void drop(BlockRun block) {
        Attempts attempts = new Attempts(change);
        for (Node node : block.block().nodes()) {
            TaskRun task = run.taskRuns().ifSeen(block.key(node));
            if (task == null || task.state() != TaskRun.State.RUNNING) {
                continue;
            }
            dropInside(task);
            if (task.live() != null) {
                attempts.stop(task.live());
            }
            new Children(change).drop(task);
            change.emit(
                    new TaskEvent.TaskDropped(task.key().taskId(), task.key().iteration()));
            Forward.wayBack(change).undoIfUnwanted(task);
        }
    }
}
