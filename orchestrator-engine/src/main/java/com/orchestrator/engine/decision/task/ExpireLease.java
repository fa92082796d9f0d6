package com.orchestrator.engine.decision.task;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.ExecutionRun;
import com.orchestrator.engine.decision.NodeKey;
import com.orchestrator.engine.decision.Outcomes;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.RunEvent;
import com.orchestrator.engine.decision.Verdict;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chore found a silent worker. Nobody knows whether the work was done.
 *
 * @param leaseExpiresAt expiry as the locked row has it now, because renewals are not events; null when it is not leased
 */
public record ExpireLease(UUID executionId, @Nullable Instant leaseExpiresAt) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        ExecutionRun execution = change.run().execution(executionId);
        if (execution != null && isExpired(execution, change.now())) {
            expire(change, execution);
        }
        return Verdict.ACCEPTED;
    }

    private boolean isExpired(ExecutionRun execution, Instant now) {
        return execution.state() == ExecutionState.LEASED && leaseExpiresAt != null && !leaseExpiresAt.isAfter(now);
    }

    private void expire(RunChange change, ExecutionRun execution) {
        NodeKey key = execution.task().key();
        long fence = execution.fence() + 1;
        int attempt = execution.attempt();
        Instant deadline = execution.executionDeadline();
        if (deadline != null && !deadline.isAfter(change.now())) {
            TaskError error = unknown("EXECUTION_TIMEOUT", "No report within the attempt's time");
            change.emit(new RunEvent.TaskTimedOut(
                    key.taskId(), key.iteration(), executionId, execution.kind(), attempt, fence, error));
            new Outcomes(change).failed(execution, error, null);
        } else {
            TaskError error = unknown("LEASE_EXPIRED", "Worker " + execution.holder() + " fell silent");
            change.emit(new RunEvent.LeaseExpired(
                    key.taskId(), key.iteration(), executionId, execution.kind(), attempt, fence, error));
            new Outcomes(change).lost(execution, error);
        }
    }

    private static TaskError unknown(String code, String message) {
        return new TaskError(FailureKind.UNKNOWN, code, message, null);
    }
}
