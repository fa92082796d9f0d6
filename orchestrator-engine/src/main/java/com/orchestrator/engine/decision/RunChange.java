package com.orchestrator.engine.decision;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One command's work on one run: the run, what comes from outside, and what the command has appended so far. */
public final class RunChange {

    private final Run run;
    private final DecisionContext context;
    private final @Nullable String actor;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private final List<RunMessage> messages = new ArrayList<>();
    private final Set<TaskRun> entered = new HashSet<>();
    private int passesBegun;
    private @Nullable RunEvent opening;

    /** @param actor who asks; null for the engine itself */
    public RunChange(Run run, DecisionContext context, @Nullable String actor) {
        this.run = run;
        this.context = context;
        this.actor = actor;
    }

    public Run run() {
        return run;
    }

    public DecisionContext context() {
        return context;
    }

    public Instant now() {
        return context.now();
    }

    /** So long from now, or as far away as a moment can be. */
    public Instant in(Duration delay) {
        return TimeRange.later(now(), delay);
    }

    /** Appends an event and applies it at once. */
    public void emit(RunEvent event) {
        emit(event, null);
    }

    /** Appends an event with its payload and applies it at once. */
    public void emit(RunEvent event, @Nullable Payload payload) {
        open();
        append(event, payload);
    }

    /** Decides a command. A run whose payloads are erased tells what was, and does nothing any more that may need them. */
    public Verdict decide(RunCommand command) {
        return RunState.isErased(run) && command.needsPayloads()
                ? Verdict.refused(
                        ErrorCode.PAYLOADS_ERASED,
                        "What instance " + run.instanceId()
                                + " carried is erased, so that nothing more can be done with it")
                : command.decide(this);
    }

    /**
     * Decides a command whose events have another before them, which stands alone when there are none and which is not there when it is
     * refused.
     */
    public Verdict decide(RunEvent before, RunCommand command) {
        opening = before;
        Verdict verdict = command.decide(this);
        if (verdict instanceof Verdict.Accepted) {
            open();
        }
        opening = null;
        return verdict;
    }

    /** Why an expression of the run could not be evaluated, without what is sensitive in it. */
    public String said(ExpressionFailure failure) {
        return RunMask.of(run).over(String.valueOf(failure.getMessage()));
    }

    private void open() {
        RunEvent first = opening;
        if (first != null) {
            opening = null;
            append(first, null);
        }
    }

    private void append(RunEvent event, @Nullable Payload payload) {
        Entry entry = new Entry(run.sequenceNumber() + 1, now(), actor, event, payload);
        run.apply(entry);
        entries.add(entry);
    }

    /** Tells another run something; durable with the events so far. */
    public void tell(UUID receiver, RunMessage.Body body, @Nullable Payload payload) {
        messages.add(new RunMessage(receiver, run.instanceId(), run.sequenceNumber(), body, payload));
    }

    /** What other runs are told, in order. */
    public List<RunMessage> messages() {
        return messages;
    }

    /** False when somebody further up the stack is at work on this task already and will see what has changed. */
    public boolean enter(TaskRun task) {
        return entered.add(task);
    }

    public void leave(TaskRun task) {
        entered.remove(task);
    }

    /** Passes through maps and loops that this decision has begun. */
    public int passesBegun() {
        return passesBegun;
    }

    public void passBegins() {
        passesBegun++;
    }

    public void grant(Grant grant) {
        grants.add(grant);
    }

    /** What was appended, in order. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * Executions that were leased and still are: what the same decision has cancelled again, for example the loser of a
     * join that was won at once, no worker must hear of. It would do work that nobody would undo.
     */
    public List<Grant> grants() {
        return grants.stream().filter(this::isStillLeased).toList();
    }

    /** Whether this decision has handed it out, so that no worker has heard of it yet. */
    public boolean hasJustLeased(ExecutionRun execution) {
        return execution.state() == ExecutionState.LEASED
                && grants.stream().anyMatch(grant -> grant.executionId().equals(execution.executionId()));
    }

    private boolean isStillLeased(Grant grant) {
        ExecutionRun execution = run.execution(grant.executionId());
        return execution != null && execution.state() == ExecutionState.LEASED;
    }
}
