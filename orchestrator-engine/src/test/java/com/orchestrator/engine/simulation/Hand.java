package com.orchestrator.engine.simulation;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.history.NodeKey;
import org.jspecify.annotations.Nullable;

/** A task in a worker's hands: what the worker was given, what it says of it, and what it has been told back. */
final class Hand {

    /** What the worker knows of its report. */
    enum Standing {
        NOT_SENT,
        /** Sent, and no answer has come, or none will. */
        UNKNOWN,
        ACCEPTED,
        /** Refused, because the lease was lost. */
        STALE,
        /** Refused, because nothing is left that could say what has become of it. */
        GONE
    }

    final LeasedTask task;
    final String workerId;
    /** What the worker says when it says something; null when it gives the task back or is never heard of again. */
    final @Nullable TaskReport report;

    final boolean givesBack;
    /** Whether the work is done, whatever is said of it. */
    final boolean happens;
    /** Whether it happens only when the worker comes to say so, for all the engine knows long after it was given up. */
    final boolean isSlow;

    Standing standing = Standing.NOT_SENT;
    boolean everSent;

    Hand(
            LeasedTask task,
            String workerId,
            @Nullable TaskReport report,
            boolean givesBack,
            boolean happens,
            boolean isSlow) {
        this.task = task;
        this.workerId = workerId;
        this.report = report;
        this.givesBack = givesBack;
        this.happens = happens;
        this.isSlow = isSlow;
    }

    /** {@code taskId[#iteration]}. */
    String taskName() {
        return new NodeKey(task.taskId(), task.iteration()).toString();
    }

    boolean isOfJob() {
        return task.namespace().equals(JobCompiler.NAMESPACE);
    }

    boolean isForward() {
        return task.kind() == ExecutionKind.ACTION;
    }

    boolean isUndo() {
        return task.kind() == ExecutionKind.COMPENSATION;
    }

    boolean isProbe() {
        return task.kind() == ExecutionKind.PROBE;
    }

    boolean isSuccess() {
        return report != null && report.failure() == null;
    }

    boolean isOpen() {
        return (report != null || givesBack) && (standing == Standing.NOT_SENT || standing == Standing.UNKNOWN);
    }

    /** Whether the engine knows from it that nothing has happened: semantics 5.1. */
    boolean hasRuledItselfOut() {
        boolean saysNo = report != null
                && report.failure() != null
                && (report.failure().kind() == FailureKind.FATAL
                        || report.failure().kind() == FailureKind.COMPENSATE);
        return (saysNo || givesBack) && standing == Standing.ACCEPTED;
    }

    /** What it says, for people. */
    String saying() {
        if (report == null) {
            return workerId + " gives back " + task.idempotencyKey();
        }
        String what = report.failure() == null
                ? "success " + report.output()
                : "failure " + report.failure().kind();
        return workerId + " reports " + what + " of " + task.idempotencyKey() + " token " + task.fenceToken();
    }

    /** Whether the engine has answered, and so has kept what was said. */
    boolean wasHeard() {
        return standing == Standing.ACCEPTED || standing == Standing.STALE;
    }

    /** Key of the effect, whether this does it, undoes it or asks about it. */
    String effectKey() {
        return task.idempotencyKey().replaceFirst(":(undo(:\\d+)?|probe)$", "");
    }

    @Override
    public String toString() {
        return task.idempotencyKey() + " " + task.executionId() + " by " + workerId + " token " + task.fenceToken();
    }
}
