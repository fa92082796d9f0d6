package com.orchestrator.engine.decision.task;

import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.outcome.LateSuccess;
import com.orchestrator.engine.decision.outcome.Outcomes;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import java.util.UUID;

/**
 * A worker reports success. Refused unless it still holds the lease; a report that comes late is refused but kept, and one
 * that is repeated is accepted again.
 */
public record CompleteTask(UUID executionId, String workerId, long fenceToken, Payload output) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        ExecutionRun execution = change.run().execution(executionId);
        if (execution == null) {
            return LeaseCheck.notFound(executionId);
        }
        LeaseCheck.endIfOfBefore(change, execution);
        return switch (LeaseCheck.of(execution, workerId, fenceToken)) {
            case HOLDS -> complete(change, execution);
            case HAS_REPORTED ->
                execution.reportedOutput(output) ? Verdict.ACCEPTED : LeaseCheck.contradicts(execution);
            case IS_LATE -> keep(change, execution);
            case STALE -> LeaseCheck.stale(change, execution, fenceToken);
        };
    }

    private Verdict complete(RunChange change, ExecutionRun execution) {
        NodeKey key = execution.task().key();
        change.emit(
                new AttemptEvent.TaskCompleted(
                        key.taskId(),
                        key.iteration(),
                        executionId,
                        execution.kind(),
                        execution.attempt(),
                        execution.task().nextFence()),
                output);
        new Outcomes(change).succeeded(execution, output);
        return Verdict.ACCEPTED;
    }

    private Verdict keep(RunChange change, ExecutionRun execution) {
        if (execution.late() == null) {
            NodeKey key = execution.task().key();
            change.emit(
                    new AttemptEvent.LateReportKept(
                            key.taskId(),
                            key.iteration(),
                            executionId,
                            execution.kind(),
                            fenceToken,
                            LateOutcome.LATE_SUCCESS,
                            null),
                    output);
            new LateSuccess(change).came(execution, output);
        }
        return LeaseCheck.stale(change, execution, fenceToken);
    }
}
