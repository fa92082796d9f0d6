package com.orchestrator.engine.decision.outcome;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.ProbeAnswer;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.attempt.Probes;
import com.orchestrator.engine.decision.attempt.RetryRule;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.ProbeEvent;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows when a probe has ended: a task that happened is done, one that did not is tried again or need not be undone. */
public final class ProbeOutcomes {

    private static final String UNDECIDED =
            "The probe said neither {\"happened\": true, \"output\": …} nor {\"happened\": false}";

    private final RunChange change;
    private final Run run;
    private final Probes probes;

    public ProbeOutcomes(RunChange change) {
        this.change = change;
        this.run = change.run();
        this.probes = new Probes(change);
    }

    /** What is said of a round that the task has left is known: it is being undone. */
    void answered(ExecutionRun probe, Payload said) {
        TaskRun task = probe.task();
        Optional<ProbeAnswer> answer = ProbeAnswer.of(said);
        if (probe.round() != task.round()) {
            Forward.wayBack(change).advance();
            return;
        }
        if (answer.isEmpty()) {
            probes.giveUp(task, error("PROBE_UNDECIDED", UNDECIDED));
        } else if (answer.get().happened()) {
            happened(task, answer.get());
        } else {
            didNotHappen(task);
        }
        Forward.wayBack(change).advance();
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
        boolean enough =
                probe.task().probe().lost() >= change.context().limits().lostMax();
        askAgainOrGiveUp(probe, enough ? Optional.empty() : Optional.of(Duration.ZERO), error);
    }

    private void askAgainOrGiveUp(ExecutionRun probe, Optional<Duration> delay, TaskError error) {
        boolean isWanted = probe.cancelDeadline() == null;
        if (isWanted && delay.isPresent()) {
            new Attempts(change).probeAgain(probe.task(), delay.get());
        } else if (isWanted) {
            probes.giveUp(probe.task(), error);
        }
        Forward.wayBack(change).advance();
    }

    private Optional<Duration> nextDelay(TaskRun task, TaskError error, @Nullable Duration retryAfter) {
        return RetryRule.nextDelay(
                TaskSpec.ofProbe(task.node()).retry(),
                error.code(),
                task.probe().failures(),
                task.probe().firstReadyAt(),
                change.now(),
                retryAfter,
                change.context().random());
    }

    /** The clock ends the search. */
    void timedOut(TaskRun task, String code, String message) {
        if (task.isProbing()) {
            new Attempts(change).cancel(Objects.requireNonNull(task.live()));
        }
        probes.giveUp(task, error(code, message));
        Forward.wayBack(change).advance();
    }

    private static TaskError error(String code, @Nullable String message) {
        return new TaskError(FailureKind.UNKNOWN, code, message, null);
    }

    /** The task is done, as if its worker had reported the output. */
    public void happened(TaskRun task, ProbeAnswer answer) {
        Payload output = Objects.requireNonNullElse(answer.output(), Payload.EMPTY_OBJECT);
        change.emit(
                new ProbeEvent.EffectConfirmed(task.key().taskId(), task.key().iteration()), output);
        new Outcomes(change).taskSucceeded(task, output);
    }

    /** No attempt so far has left anything behind. */
    private void didNotHappen(TaskRun task) {
        probes.ruleOut(task);
        if (!run.stillWants(task)) {
            return;
        }
        if (task.lastAttempt() == null) {
            new Forward(change).again(task);
        } else {
            new Outcomes(change).tryAgain(task.lastAttempt(), null);
        }
    }
}
