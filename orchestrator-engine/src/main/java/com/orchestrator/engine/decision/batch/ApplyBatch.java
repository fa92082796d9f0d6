package com.orchestrator.engine.decision.batch;

import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.LifecycleEvent;
import java.util.UUID;

/**
 * The operation of a batch on one of its runs: what it is on any run, said to be of the batch, and once. Whoever does not know
 * whether a run has had it asks again.
 *
 * @param command the operation
 */
public record ApplyBatch(UUID batchId, BatchOperation operation, String reason, RunCommand command)
        implements RunCommand {

    @Override
    public boolean needsPayloads() {
        return command.needsPayloads();
    }

    @Override
    public Verdict decide(RunChange change) {
        return change.run().mailbox().hasHeardOf(batchId) ? Verdict.ACCEPTED : change.decide(event(), command);
    }

    private LifecycleEvent.BatchApplied event() {
        return new LifecycleEvent.BatchApplied(batchId, operation.wireName(), reason);
    }

    /** The same for a run that was set aside and has just been taken up: to try again, that is enough. */
    public ApplyBatch onTakenUp() {
        return operation == BatchOperation.RETRY
                ? new ApplyBatch(batchId, operation, reason, change -> {
                    command.decide(change);
                    return Verdict.ACCEPTED;
                })
                : this;
    }
}
