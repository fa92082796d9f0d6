package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.plan.TaskTimeouts;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import java.util.UUID;

/**
 * Whether a run stands in one row: that of its one attempt, which carries its history so far. A job that keeps no history begins so
 * and mostly ends so; whatever else happens to it makes it a run with rows of its own. Which of the two it is follows from its
 * history alone, and it never turns back: the events of a run in this form are its start, its begin, the attempt and its lease.
 */
final class CompactForm {

    private static final long READY_AT = 3;
    private static final long LEASED_AT = 4;

    private CompactForm() {}

    static boolean fits(Run run) {
        return ExecutionId.mayBeCompact(run.instanceId())
                && (run.sequenceNumber() == READY_AT || run.sequenceNumber() == LEASED_AT)
                && run.job() != null
                && !run.job().keepsAll()
                && run.createdAt().equals(run.startedAt())
                && run.allExecutions().stream().anyMatch(attempt -> isOnly(run, attempt));
    }

    /** Whoever repeats a report on a job that has left nothing has to know that it may have counted. */
    static String missing(UUID instanceId) {
        String what = "There is no instance " + instanceId;
        return ExecutionId.mayBeCompact(instanceId)
                ? what + "; if it was a job, it has ended well, and what was reported of it counts"
                : what;
    }

    private static boolean isOnly(Run run, ExecutionRun attempt) {
        ExecutionState state = run.sequenceNumber() == READY_AT ? ExecutionState.READY : ExecutionState.LEASED;
        return attempt.state() == state
                && !attempt.held()
                && hasNoTimer(attempt.spec().timeouts());
    }

    private static boolean hasNoTimer(TaskTimeouts timeouts) {
        return timeouts.schedule() == null && timeouts.execution() == null && timeouts.total() == null;
    }
}
