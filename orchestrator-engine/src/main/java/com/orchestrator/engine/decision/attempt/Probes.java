package com.orchestrator.engine.decision.attempt;

import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.IdempotencyKey;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.history.ProbeEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Probe;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * Has somebody find out whether work of unknown outcome happened. Where nothing can be found out, a run that goes forward
 * waits for a person, and a rollback undoes what may have happened.
 */
public final class Probes {

    private final RunChange change;
    private final Run run;

    public Probes(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** Sends for somebody who finds out. */
    public void ask(TaskRun task, Duration delay) {
        Probe probe =
                Objects.requireNonNull(TaskSpec.workOf(task.node()).onUnknown().probe());
        try {
            Payload input = probe.input() == null
                    ? inputAndKey(task)
                    : probe.input().evaluate(RunScope.ofUndo(run, task.undo(), Payload.EMPTY_OBJECT, null));
            new Attempts(change).probe(task, delay, input);
        } catch (ExpressionFailure failure) {
            giveUp(task, new TaskError(FailureKind.UNKNOWN, "PROBE_INPUT_FAILED", change.said(failure), null));
        }
    }

    /** Put together from the bytes as they came in. */
    private Payload inputAndKey(TaskRun task) {
        Payload input = Objects.requireNonNullElse(task.input(), Payload.NULL);
        String key = TextNode.valueOf(IdempotencyKey.forward(run, task.key(), task.round()))
                .toString();
        ByteArrayOutputStream both = new ByteArrayOutputStream(input.size() + key.length() + 32);
        both.writeBytes("{\"input\":".getBytes(StandardCharsets.UTF_8));
        both.writeBytes(input.bytes());
        both.writeBytes((",\"idempotencyKey\":" + key + "}").getBytes(StandardCharsets.UTF_8));
        return Payload.ofJson(both.toByteArray());
    }

    /** No attempt so far has left anything behind. */
    public void ruleOut(TaskRun task) {
        change.emit(
                new ProbeEvent.EffectRuledOut(task.key().taskId(), task.key().iteration()));
    }

    /** Nobody could say. */
    public void giveUp(TaskRun task, TaskError error) {
        change.emit(new ProbeEvent.ProbeGaveUp(task.key().taskId(), task.key().iteration(), error));
        if (run.stillWants(task)) {
            new Attempts(change).suspend(task, error);
        }
    }

    /** A late report has answered the question of a rollback. */
    public void noLongerNeeded(TaskRun task) {
        if (task.isProbing() && run.phase() != Run.Phase.FORWARD) {
            new Attempts(change).cancel(Objects.requireNonNull(task.live()));
        }
    }
}
