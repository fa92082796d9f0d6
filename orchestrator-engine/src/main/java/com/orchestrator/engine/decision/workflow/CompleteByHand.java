package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.attempt.UndoRecords;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import org.jspecify.annotations.Nullable;

/** An operator vouches that a task is done, and with what output. It will be undone like one that a worker completed. */
public record CompleteByHand(
        NodeKey key, Payload output, @Nullable String reason) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (!run.knows(key)) {
            return Refusals.unknownTask(run, key);
        }
        TaskRun task = run.task(key);
        if (!ByHand.isUndecided(run, task)) {
            return Refusals.revival("complete", run, task, ByHand.UNDECIDED);
        }
        if (!task.node().blocks().isEmpty()) {
            return Verdict.refused(
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to complete a task without tasks inside, but " + key + " has some; skip it instead");
        }
        ByHand.takeOver(change, task);
        change.emit(new TaskEvent.TaskCompletedByHand(key.taskId(), key.iteration(), reason), output);
        if (task.isWork()) {
            new UndoRecords(change).record(task, output, null);
        }
        new Forward(change).resume();
        return Verdict.ACCEPTED;
    }
}
