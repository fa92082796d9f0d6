package com.orchestrator.engine.decision.task;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.request.Failure;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.RunMask;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.outcome.Outcomes;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import java.util.UUID;

/**
 * A worker reports failure. Whether another attempt follows is decided by {@link Outcomes} and
 * {@link com.orchestrator.engine.decision.attempt.RetryRule}. Refused like {@link CompleteTask}.
 */
public record FailTask(UUID executionId, String workerId, long fenceToken, Failure failure) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        ExecutionRun execution = change.run().execution(executionId);
        if (execution == null) {
            return LeaseCheck.notFound(executionId);
        }
        LeaseCheck.endIfOfBefore(change, execution);
        TaskError error = RunMask.of(change.run()).over(failure.toError());
        return switch (LeaseCheck.of(execution, workerId, fenceToken)) {
            case HOLDS -> fail(change, execution, error);
            case HAS_REPORTED ->
                execution.reportedFailure(error) ? Verdict.ACCEPTED : LeaseCheck.contradicts(execution);
            case IS_LATE -> keep(change, execution, error);
            case STALE -> LeaseCheck.stale(change, execution, fenceToken);
        };
    }

    private Verdict fail(RunChange change, ExecutionRun execution, TaskError error) {
        NodeKey key = execution.task().key();
        long fence = execution.task().nextFence();
        int attempt = execution.attempt();
        change.emit(
                error.kind() == FailureKind.UNKNOWN
                        ? new AttemptEvent.TaskOutcomeUnknown(
                                key.taskId(), key.iteration(), executionId, execution.kind(), attempt, fence, error)
                        : new AttemptEvent.TaskFailed(
                                key.taskId(), key.iteration(), executionId, execution.kind(), attempt, fence, error));
        new Outcomes(change).failed(execution, error, failure.retryAfter());
        return Verdict.ACCEPTED;
    }

    private Verdict keep(RunChange change, ExecutionRun execution, TaskError error) {
        if (execution.late() == null) {
            NodeKey key = execution.task().key();
            change.emit(new AttemptEvent.LateReportKept(
                    key.taskId(),
                    key.iteration(),
                    executionId,
                    execution.kind(),
                    fenceToken,
                    LateOutcome.LATE_FAILURE,
                    error));
        }
        return LeaseCheck.stale(change, execution, fenceToken);
    }
}
