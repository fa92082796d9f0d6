package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What attempts wait for: a worker, the end of a back-off, or the worker that has them. */
final class AttemptReasons {

    private final Run run;
    private final Facts facts;
    private final QueueReasons ofQueues;

    AttemptReasons(Run run, Facts facts) {
        this.run = run;
        this.facts = facts;
        this.ofQueues = new QueueReasons(facts);
    }

    /** Nothing for what is held back: the pause or the incident says why. */
    Optional<Reason> of(ExecutionRun execution) {
        if (facts.sources().lost().contains(execution)) {
            return Optional.of(lost(execution));
        }
        if (execution.state() == ExecutionState.LEASED) {
            return Optional.of(leased(execution));
        }
        if (execution.held()) {
            return Optional.empty();
        }
        return Optional.of(
                execution.availableAt().isAfter(facts.now()) ? backoff(execution) : ofQueues.waiting(execution));
    }

    /** How people call it: the task, its undo, or the question whether it happened. */
    static String name(ExecutionRun execution) {
        String task = "ask " + execution.task().key();
        return switch (execution.kind()) {
            case ACTION -> "T" + task;
            case COMPENSATION -> "The undo of t" + task + Story.round(execution.undo());
            case PROBE -> "The probe of t" + task;
        };
    }

    private static Reason lost(ExecutionRun execution) {
        return new ReasonDraft(ReasonCode.WAKE_SOURCE_LOST)
                .execution(execution)
                .saying(name(execution) + " is " + execution.state() + ", but nobody can find it: its row is not there."
                        + " That is a fault; the engine looks for such runs and repairs them.");
    }

    private Reason backoff(ExecutionRun execution) {
        TaskError last = lastError(execution);
        return new ReasonDraft(ReasonCode.RETRY_BACKOFF)
                .execution(execution)
                .since(execution.createdAt())
                .until(execution.availableAt())
                .error(last)
                .saying(name(execution) + " will be tried again at " + execution.availableAt() + ", for attempt "
                        + execution.attempt() + "; the last one ended with " + Story.words(last) + ".");
    }

    private @Nullable TaskError lastError(ExecutionRun execution) {
        TaskError last = null;
        for (ExecutionRun other : run.allExecutions()) {
            if (other.task() == execution.task()
                    && other.kind() == execution.kind()
                    && other.round() == execution.round()
                    && other.error() != null) {
                last = other.error();
            }
        }
        return last;
    }

    private Reason leased(ExecutionRun execution) {
        Instant expiry = Facts.Row.leaseEnd(execution, facts.rows());
        boolean isStopping = execution.cancelDeadline() != null;
        return new ReasonDraft(isStopping ? ReasonCode.STOPPING : ReasonCode.LEASED)
                .execution(execution)
                .worker(execution.holder())
                .since(execution.startedAt())
                .until(expiry)
                .progress(facts.progress().get(execution.executionId()))
                .saying(name(execution) + " has been with worker " + execution.holder() + " since "
                        + execution.startedAt() + (isStopping ? ", which was told to stop" : "")
                        + "; its lease ends at "
                        + expiry + " unless it is extended" + lastHeard(execution) + ".");
    }

    private String lastHeard(ExecutionRun execution) {
        return facts.workers().stream()
                .filter(worker -> worker.workerId().equals(execution.holder()))
                .findFirst()
                .map(worker -> "; the worker's last heartbeat was at " + worker.lastHeartbeat())
                .orElse("");
    }

    static String queueOf(ExecutionRun execution) {
        return execution.spec().queue();
    }
}
