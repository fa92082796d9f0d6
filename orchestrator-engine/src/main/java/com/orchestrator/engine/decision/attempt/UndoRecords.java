package com.orchestrator.engine.decision.attempt;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.plan.Undo;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes durable how a task would be undone, together with the outcome it belongs to. */
public final class UndoRecords {

    private final RunChange change;
    private final Run run;

    public UndoRecords(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** Records the undo of a task that may have happened without anybody saying so. */
    public void recordIfInDoubt(TaskRun task, @Nullable TaskError error) {
        Undo undo = undoOf(task);
        if (task.isInDoubt() && undo != null && undo.whenAttempted()) {
            record(task, Payload.EMPTY_OBJECT, error);
        }
    }

    private static @Nullable Undo undoOf(TaskRun task) {
        return TaskSpec.workOf(task.node()).undo();
    }

    /**
     * Makes the undo's input durable together with the outcome it belongs to, so that later changes of variables or
     * definitions cannot touch it.
     */
    public void record(TaskRun task, Payload output, @Nullable TaskError error) {
        record(task.undo(), task.input(), output, error);
    }

    /** @param input of the task, as it was in the round that is undone */
    public void record(UndoRun undo, @Nullable Payload input, Payload output, @Nullable TaskError error) {
        Undo how = undoOf(undo.task());
        if (how == null) {
            return;
        }
        NodeKey key = undo.task().key();
        try {
            Payload undoInput = how.input() == null
                    ? inputAndOutput(input, output)
                    : how.input().evaluate(RunScope.ofUndo(run, undo, output, error));
            change.emit(
                    new UndoEvent.UndoRecorded(key.taskId(), key.iteration(), null, undo.earlierRound()), undoInput);
        } catch (ExpressionFailure failure) {
            TaskError why = new TaskError(FailureKind.FATAL, "UNDO_INPUT_FAILED", change.said(failure), null);
            change.emit(new UndoEvent.UndoRecorded(key.taskId(), key.iteration(), why, undo.earlierRound()));
        }
    }

    /** Put together from the bytes as they came in. */
    private static Payload inputAndOutput(@Nullable Payload ofTask, Payload output) {
        Payload input = Objects.requireNonNullElse(ofTask, Payload.NULL);
        ByteArrayOutputStream both = new ByteArrayOutputStream(input.size() + output.size() + 24);
        both.writeBytes("{\"input\":".getBytes(StandardCharsets.UTF_8));
        both.writeBytes(input.bytes());
        both.writeBytes(",\"output\":".getBytes(StandardCharsets.UTF_8));
        both.writeBytes(output.bytes());
        both.write('}');
        return Payload.ofJson(both.toByteArray());
    }
}
