package com.orchestrator.engine.decision.task;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.decision.DecisionContext.Slot;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.run.ExecutionRun;
import java.util.List;
import java.util.UUID;

/**
 * A worker takes a ready execution. Asking again for what it holds already is answered with the same lease. Refused with
 * {@code ILLEGAL_STATE} when the execution is not ready, not due or held back.
 *
 * @param permits rules that have room for it
 */
public record LeaseTask(UUID executionId, Slot slot, List<String> permits) implements RunCommand {

    public LeaseTask {
        permits = List.copyOf(permits);
    }

    /** Of an attempt that is under no limit. */
    public LeaseTask(UUID executionId, Slot slot) {
        this(executionId, slot, List.of());
    }

    @Override
    public Verdict decide(RunChange change) {
        ExecutionRun execution = change.run().execution(executionId);
        if (execution == null) {
            return LeaseCheck.notFound(executionId);
        }
        Attempts attempts = new Attempts(change);
        if (attempts.isLeasable(execution)) {
            attempts.lease(execution, slot, permits);
            return Verdict.ACCEPTED;
        }
        LeaseCheck.endIfOfBefore(change, execution);
        if (execution.state() == ExecutionState.LEASED && slot.workerId().equals(execution.holder())) {
            attempts.confirm(execution, slot);
            return Verdict.ACCEPTED;
        }
        return refused(change, execution);
    }

    private static Verdict refused(RunChange change, ExecutionRun execution) {
        String now = execution.state() != ExecutionState.READY
                ? "it is " + execution.state()
                : execution.held()
                        ? "its run is " + change.run().state()
                        : "it is not due before " + execution.availableAt();
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to acquire task " + execution.task().key() + " in state READY, but " + now);
    }
}
