package com.orchestrator.engine.decision;

import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.ProbeAnswer;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Probe;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether work of unknown outcome happened, and acts on what was found: a task that happened is done, one that did
 * not is tried again or need not be undone. Where nothing can be found out, a run that goes forward waits for a person, and
 * a rollback undoes what may have happened.
 */
public final class Probes {

    private static final String UNDECIDED =
            "The probe said neither {\"happened\": true, \"output\": …} nor {\"happened\": false}";

    private final RunChange change;
    private final Run run;

    public Probes(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** Sends for somebody who finds out. */
    void ask(TaskRun task, Duration delay) {
        Probe probe = Objects.requireNonNull(TaskSpec.workOf(task).onUnknown().probe());
        try {
            Payload input = probe.input() == null
                    ? inputAndKey(task)
                    : probe.input().evaluate(RunScope.ofUndo(run, task.undo(), Payload.EMPTY_OBJECT, null));
            new Attempts(change).probe(task, delay, input);
        } catch (ExpressionFailure failure) {
            giveUp(task, error("PROBE_INPUT_FAILED", failure.getMessage()));
        }
    }

    /** Put together from the bytes as they came in. */
    private Payload inputAndKey(TaskRun task) {
        Payload input = Objects.requireNonNullElse(task.input, Payload.NULL);
        String key = TextNode.valueOf(IdempotencyKey.forward(run, task.key(), task.round))
                .toString();
        ByteArrayOutputStream both = new ByteArrayOutputStream(input.size() + key.length() + 32);
        both.writeBytes("{\"input\":".getBytes(StandardCharsets.UTF_8));
        both.writeBytes(input.bytes());
        both.writeBytes((",\"idempotencyKey\":" + key + "}").getBytes(StandardCharsets.UTF_8));
        return Payload.ofJson(both.toByteArray());
    }

    // ---- how a probe ends

    void answered(ExecutionRun probe, Payload said) {
        TaskRun task = probe.task();
        Optional<ProbeAnswer> answer = ProbeAnswer.of(said);
        if (answer.isEmpty()) {
            giveUp(task, error("PROBE_UNDECIDED", UNDECIDED));
        } else if (answer.get().happened()) {
            happened(task, answer.get());
        } else {
            didNotHappen(task);
        }
        new Rollback(change).advance();
    }

    /** The attempt at finding out failed; nothing is known of the work yet. */
    void failed(ExecutionRun probe, TaskError error, @Nullable Duration retryAfter) {
        TaskRun task = probe.task();
        Optional<Duration> delay = switch (error.kind()) {
            case FATAL, COMPENSATE, SUSPEND -> Optional.empty();
            case RETRYABLE, UNKNOWN, CANCELLED -> nextDelay(task, error, retryAfter);
        };
        askAgainOrGiveUp(probe, delay, error);
    }

    /** Its worker fell silent; a probe that keeps losing workers finds out nothing. */
    void lost(ExecutionRun probe, TaskError error) {
        boolean enough = probe.task().probe.lost >= change.context().limits().lostMax();
        askAgainOrGiveUp(probe, enough ? Optional.empty() : Optional.of(Duration.ZERO), error);
    }

    private void askAgainOrGiveUp(ExecutionRun probe, Optional<Duration> delay, TaskError error) {
        boolean isWanted = probe.cancelDeadline() == null;
        if (isWanted && delay.isPresent()) {
            new Attempts(change).probeAgain(probe.task(), delay.get());
        } else if (isWanted) {
            giveUp(probe.task(), error);
        }
        new Rollback(change).advance();
    }

    private Optional<Duration> nextDelay(TaskRun task, TaskError error, @Nullable Duration retryAfter) {
        return RetryRule.nextDelay(
                TaskSpec.ofProbe(task).retry(),
                error.code(),
                task.probe.failures,
                task.probe.firstReadyAt,
                change.now(),
                retryAfter,
                change.context().random());
    }

    /** The clock ends the search. */
    void timedOut(TaskRun task, String code, String message) {
        if (task.isProbing()) {
            new Attempts(change).cancel(Objects.requireNonNull(task.live()));
        }
        giveUp(task, error(code, message));
        new Rollback(change).advance();
    }

    private static TaskError error(String code, @Nullable String message) {
        return new TaskError(FailureKind.UNKNOWN, code, message, null);
    }

    // ---- what is known then

    /** The task is done, as if its worker had reported the output. */
    public void happened(TaskRun task, ProbeAnswer answer) {
        Payload output = Objects.requireNonNullElse(answer.output(), Payload.EMPTY_OBJECT);
        change.emit(new RunEvent.EffectConfirmed(task.key().taskId(), task.key().iteration()), output);
        new Outcomes(change).taskSucceeded(task, output);
    }

    /** No attempt so far has left anything behind. */
    private void didNotHappen(TaskRun task) {
        ruleOut(task);
        Outcomes outcomes = new Outcomes(change);
        if (!outcomes.isStillWanted(task)) {
            return;
        }
        if (task.lastAttempt == null) {
            new Forward(change).again(task);
        } else {
            outcomes.tryAgain(task.lastAttempt, null);
        }
    }

    public void ruleOut(TaskRun task) {
        change.emit(new RunEvent.EffectRuledOut(task.key().taskId(), task.key().iteration()));
    }

    private void giveUp(TaskRun task, TaskError error) {
        change.emit(new RunEvent.ProbeGaveUp(task.key().taskId(), task.key().iteration(), error));
        Outcomes outcomes = new Outcomes(change);
        if (outcomes.isStillWanted(task)) {
            new Forward(change).suspend(task, error);
        }
    }

    /** A late report has answered the question of a rollback. */
    void noLongerNeeded(TaskRun task) {
        if (task.isProbing() && run.phase() != Run.Phase.FORWARD) {
            new Attempts(change).cancel(Objects.requireNonNull(task.live()));
        }
    }
}
