package com.orchestrator.engine.decision.task;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.outcome.Outcomes;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chore found a lease whose row says that its time is over. Nobody knows whether the work was done.
 *
 * @param leaseExpiresAt expiry as the locked row has it now, because renewals are not events; null when it is not leased
 */
public record ExpireLease(UUID executionId, @Nullable Instant leaseExpiresAt) implements RunCommand {

    @Override
    public boolean needsPayloads() {
        return false;
    }

    @Override
    public Verdict decide(RunChange change) {
        ExecutionRun execution = change.run().execution(executionId);
        if (execution != null && isExpired(execution, change.now())) {
            new Outcomes(change).expire(execution);
        }
        return Verdict.ACCEPTED;
    }

    private boolean isExpired(ExecutionRun execution, Instant now) {
        return execution.state() == ExecutionState.LEASED && leaseExpiresAt != null && !leaseExpiresAt.isAfter(now);
    }
}
