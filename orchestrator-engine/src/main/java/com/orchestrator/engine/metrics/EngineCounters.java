package com.orchestrator.engine.metrics;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.UndoEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What this engine has done since it was started. Everything here may be called by every thread at any time. */
public final class EngineCounters {

    final LongAdder batches = new LongAdder();
    final LongAdder commands = new LongAdder();
    final LongAdder loaded = new LongAdder();
    final LongAdder conflicts = new LongAdder();
    final LongAdder unavailable = new LongAdder();
    final LongAdder polls = new LongAdder();
    final LongAdder emptyPolls = new LongAdder();
    final LongAdder leases = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder deadLetters = new LongAdder();
    final LongAdder incidents = new LongAdder();
    final LongAdder restored = new LongAdder();
    final LongAdder secretsMissing = new LongAdder();
    final LongAdder permitsLeftBehind = new LongAdder();
    private final TimeCounters times = new TimeCounters();
    final Map<String, LongAdder> setAside = new ConcurrentHashMap<>();
    final Map<Attempt, LongAdder> attempts = new ConcurrentHashMap<>();
    final Map<Refusal, LongAdder> refusals = new ConcurrentHashMap<>();
    final Map<Transition, LongAdder> transitions = new ConcurrentHashMap<>();

    /** A command that was refused, and why. */
    record Refusal(String command, ErrorCode code) {}

    /** @param from null for a new run */
    record Transition(@Nullable WorkflowState from, WorkflowState to) {}

    /** How attempts at tasks, or at undos, have ended. */
    record Attempt(ExecutionKind kind, AttemptOutcome outcome) {}

    // ---- lanes

    /** A transaction has been committed. */
    public void committed(int commandsInIt) {
        batches.increment();
        commands.add(commandsInIt);
    }

    /** Runs that had to be read, as the server did not have them in memory. */
    public void loaded(int runs) {
        loaded.add(runs);
    }

    /** Runs had been moved by another server while they were decided here. */
    public void conflicted(int runs) {
        conflicts.add(runs);
    }

    /** The database did not answer, or nobody knows whether it committed. */
    public void unavailable() {
        unavailable.increment();
    }

    public void refused(RunCommand command, ErrorCode code) {
        increment(refusals, new Refusal(command.getClass().getSimpleName(), code));
    }

    /** A run has got from one state to another; null when it is new. */
    public void moved(@Nullable WorkflowState from, WorkflowState to) {
        if (from != to) {
            increment(transitions, new Transition(from, to));
        }
    }

    /** A run was set aside, by the code of the fault. */
    public void setAside(String code) {
        increment(setAside, code);
    }

    /** A task was not handed out, for want of a secret. */
    public void secretIsMissing() {
        secretsMissing.increment();
    }

    /** Permits whose attempt was over. */
    public void permitsWereLeftBehind(int permits) {
        permitsLeftBehind.add(permits);
    }

    private static <K> void increment(Map<K, LongAdder> adders, K key) {
        LongAdder adder = adders.get(key);
        (adder == null ? adders.computeIfAbsent(key, absent -> new LongAdder()) : adder).increment();
    }

    /** It is durable. */
    public void recorded(RunEvent event) {
        if (event instanceof AttemptEvent.TaskLeased) {
            leases.increment();
        } else if (event instanceof AttemptEvent.TaskCompleted completed) {
            ended(completed.kind(), AttemptOutcome.SUCCEEDED);
        } else if (event instanceof AttemptEvent.TaskFailed failed) {
            ended(failed.kind(), AttemptOutcome.FAILED);
        } else if (event instanceof AttemptEvent.TaskOutcomeUnknown unknown) {
            ended(unknown.kind(), AttemptOutcome.UNKNOWN);
        } else if (event instanceof AttemptEvent.TaskTimedOut timedOut) {
            ended(timedOut.kind(), AttemptOutcome.TIMED_OUT);
        } else if (event instanceof AttemptEvent.LeaseExpired lost) {
            expired.increment();
            ended(lost.kind(), AttemptOutcome.LOST);
        } else if (event instanceof UndoEvent.UndoGaveUp) {
            deadLetters.increment();
        } else if (event instanceof TaskEvent.IncidentRaised) {
            incidents.increment();
        } else if (event instanceof AttemptEvent.WakeSourceRestored) {
            restored.increment();
        }
    }

    private void ended(ExecutionKind kind, AttemptOutcome outcome) {
        increment(attempts, new Attempt(kind, outcome));
    }

    /** How long things take. */
    public TimeCounters times() {
        return times;
    }

    // ---- polls

    public void polled() {
        polls.increment();
    }

    /** A poll is answered with so many tasks. */
    public void answered(List<?> tasks) {
        if (tasks.isEmpty()) {
            emptyPolls.increment();
        }
    }
}
