package com.orchestrator.engine.decision.task;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.outcome.Outcomes;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Instant;
import java.util.UUID;

/**
 * The one place that says who may still speak for an execution. Holder and token must both match; the clock has no say: an
 * expired lease that nobody has swept may still complete.
 */
final class LeaseCheck {

    /** Of a second. */
    private static final long MICROS = 1_000_000;

    /** Of a microsecond. */
    private static final long NANOS = 1_000;

    /** How somebody who brings a holder and a token stands to an execution. */
    enum Standing {
        /** Holds the lease. */
        HOLDS,
        /** Held it, and has reported before. */
        HAS_REPORTED,
        /** Held it until the engine stopped waiting; a report is refused, but worth keeping. */
        IS_LATE,
        /** Anybody else. */
        STALE
    }

    private LeaseCheck() {}

    static Standing of(ExecutionRun execution, String workerId, long fenceToken) {
        if (!workerId.equals(execution.holder()) || fenceToken != execution.leaseToken()) {
            return Standing.STALE;
        }
        return switch (execution.state()) {
            case LEASED -> Standing.HOLDS;
            case SUCCEEDED, FAILED -> Standing.HAS_REPORTED;
            case UNKNOWN, CANCELLED -> execution.reported() ? Standing.HAS_REPORTED : Standing.IS_LATE;
            case READY -> Standing.STALE;
        };
    }

    /**
     * Ends a lease that was given before the database was taken back to an earlier moment: what its holder was told since, and by whom, nobody
     * knows. To be called before anybody's word on it is judged.
     */
    static void endIfOfBefore(RunChange change, ExecutionRun execution) {
        if (execution.state() == ExecutionState.LEASED
                && execution.leaseToken() <= change.context().fenceFloor()) {
            new Outcomes(change).expire(execution);
        }
    }

    /** Whose the lease is, and its token, is nothing to one who does not hold it; who may operate sees both in the run's tasks. */
    static Verdict stale(RunChange change, ExecutionRun execution, long fenceToken) {
        long floor = change.context().fenceFloor();
        if (floor > 0 && fenceToken <= floor) {
            return Verdict.refused(
                    ErrorCode.FENCE_STALE,
                    "Fence token " + fenceToken + " of task " + execution.task().key()
                            + " is of before the database was restored, which was noticed at "
                            + Instant.ofEpochSecond(floor / MICROS, floor % MICROS * NANOS)
                            + "; leases of before are over");
        }
        return Verdict.refused(
                ErrorCode.FENCE_STALE,
                "Task " + execution.task().key() + " is " + execution.state()
                        + ", and its lease, if there is one, is not that of this worker with fence token "
                        + fenceToken);
    }

    static Verdict contradicts(ExecutionRun execution) {
        return Verdict.refused(
                ErrorCode.REPORT_CONFLICT,
                "Task " + execution.task().key() + " attempt " + execution.attempt()
                        + " was reported before with a different content");
    }

    static Verdict notFound(UUID executionId) {
        return Verdict.refused(ErrorCode.NOT_FOUND, "There is no task execution " + executionId);
    }
}
