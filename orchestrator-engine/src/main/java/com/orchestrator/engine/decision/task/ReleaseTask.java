package com.orchestrator.engine.decision.task;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import java.util.UUID;

/**
 * A worker gives a task back untouched, for example because it shuts down. Counts neither as an attempt nor as lost.
 * Repeating it has no further effect while nobody else has taken the task.
 */
public record ReleaseTask(UUID executionId, String workerId, long fenceToken) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        ExecutionRun execution = change.run().execution(executionId);
        if (execution == null) {
            return LeaseCheck.notFound(executionId);
        }
        LeaseCheck.endIfOfBefore(change, execution);
        return switch (LeaseCheck.of(execution, workerId, fenceToken)) {
            case HOLDS -> release(change, execution);
            case HAS_REPORTED, IS_LATE -> LeaseCheck.stale(change, execution, fenceToken);
            case STALE ->
                execution.wasReleasedAt(fenceToken)
                        ? Verdict.ACCEPTED
                        : LeaseCheck.stale(change, execution, fenceToken);
        };
    }

    private Verdict release(RunChange change, ExecutionRun execution) {
        NodeKey key = execution.task().key();
        change.emit(new AttemptEvent.TaskReleased(
                key.taskId(), key.iteration(), executionId, execution.task().nextFence()));
        if (isUnwanted(change.run(), execution)) {
            new Attempts(change).cancel(execution);
            Forward.wayBack(change).advance();
        }
        return Verdict.ACCEPTED;
    }

    /** What was already told to stop is not offered to anybody again. */
    private static boolean isUnwanted(Run run, ExecutionRun execution) {
        return switch (execution.kind()) {
            case ACTION -> !run.stillWants(execution.task());
            case COMPENSATION -> false;
            case PROBE -> execution.cancelDeadline() != null;
        };
    }
}
