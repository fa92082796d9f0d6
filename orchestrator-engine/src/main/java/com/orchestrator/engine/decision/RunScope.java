package com.orchestrator.engine.decision;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.history.Iteration;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Repeated;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.run.BlockRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What expressions of one run may read, seen from one of its tasks. */
public final class RunScope implements Scope {

    private final Run run;
    private final @Nullable Payload variables;
    private final @Nullable TaskRun current;
    private final int round;
    private final @Nullable NodeKey place;
    private final @Nullable Payload output;
    private final @Nullable TaskError error;

    private RunScope(
            Run run,
            @Nullable Payload variables,
            @Nullable TaskRun current,
            int round,
            @Nullable NodeKey place,
            @Nullable Payload output,
            @Nullable TaskError error) {
        this.run = run;
        this.variables = variables;
        this.current = current;
        this.round = round;
        this.place = place;
        this.output = output;
        this.error = error;
    }

    /** Seen from nowhere in particular. */
    public static RunScope of(Run run) {
        return new RunScope(run, null, null, 0, null, null, null);
    }

    /** Seen from a task that goes forward. */
    public static RunScope of(Run run, TaskRun current) {
        return new RunScope(run, null, current, current.round(), current.key(), null, null);
    }

    /** Seen from the end of a pass through a block. */
    public static RunScope inside(Run run, BlockRun block) {
        return new RunScope(run, null, null, 0, block.key(block.block().nodes().get(0)), null, null);
    }

    /** Seen from the undo of a task; {@code output} is the forward output. */
    public static RunScope ofUndo(Run run, UndoRun undo, Payload output, @Nullable TaskError error) {
        return new RunScope(run, null, undo.task(), undo.round(), undo.task().key(), output, error);
    }

    /** The same, with variables that are not recorded yet. */
    public RunScope with(Payload coming) {
        return new RunScope(run, coming, current, round, place, output, error);
    }

    @Override
    public @Nullable Payload root(String name) {
        return switch (name) {
            case "input" -> run.input();
            case "vars" -> variables == null ? run.variables() : variables;
            case "output" -> output;
            case "task" -> current == null ? null : taskRoot(current);
            case "workflow" -> workflowRoot();
            case "error" -> error == null ? noError() : errorRoot(error);
            default -> place == null ? null : passRoot(name, place);
        };
    }

    @Override
    public @Nullable Payload taskOutput(String taskId) {
        return run.task(seen(taskId)).output();
    }

    /** Inside a map or a loop a name means the task of the same pass. */
    private NodeKey seen(String taskId) {
        int depth = run.plan().repeatedAround(taskId).size();
        return new NodeKey(taskId, place == null ? null : Iteration.prefix(place.iteration(), depth));
    }

    /** What a map or a loop around lets its passes know. */
    private @Nullable Payload passRoot(String name, NodeKey from) {
        List<Repeated> around = run.plan().repeatedAround(from.taskId());
        for (int i = 0; i < around.size(); i++) {
            Repeated node = around.get(i);
            if (node.names().contains(name)) {
                TaskRun task = run.task(new NodeKey(node.id(), Iteration.prefix(from.iteration(), i)));
                String iteration = Iteration.prefix(from.iteration(), i + 1);
                return PassRoots.of(task, name, Iteration.index(Objects.requireNonNull(iteration)));
            }
        }
        return null;
    }

    @Override
    public String taskState(String taskId) {
        return run.task(seen(taskId)).standing().name();
    }

    @Override
    public int taskAttempts(String taskId) {
        return run.task(seen(taskId)).executions();
    }

    private Payload taskRoot(TaskRun task) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("id", task.key().taskId());
        if (task.key().iteration() != null) {
            root.put("iteration", task.key().iteration());
        }
        root.put("attempt", task.executions() + (task.live() == null ? 1 : 0));
        root.put("idempotencyKey", IdempotencyKey.forward(run, task.key(), round));
        return Payload.ofTree(root);
    }

    private Payload workflowRoot() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("instanceId", run.instanceId().toString());
        root.put("namespace", run.plan().namespace());
        root.put("name", run.plan().name());
        root.put("revision", run.plan().revision());
        root.put("runId", run.runId());
        root.put("startedAt", String.valueOf(run.startedAt() == null ? run.createdAt() : run.startedAt()));
        if (run.job() != null) {
            root.put("entityId", run.job().entityId());
            root.put("workload", run.job().workload());
        }
        return Payload.ofTree(root);
    }

    /** Like an absent output, so that {@code error.?code} can be asked of any outcome; else only handlers know one. */
    private @Nullable Payload noError() {
        return output == null ? handled() : Payload.EMPTY_OBJECT;
    }

    /** The failure that the handler around is about, or what has led to what is done after a rollback. */
    private @Nullable Payload handled() {
        Handling handling =
                place == null ? null : run.plan().index().handledBy().get(place.taskId());
        TaskError failure =
                handling == null ? null : run.task(seen(handling.of())).error();
        return failure == null ? ofRollback() : errorRoot(failure);
    }

    /** What has led to a task that is done after a rollback. */
    private @Nullable Payload ofRollback() {
        Cause cause = place == null ? null : run.afterRollback().causeOf(run.task(place));
        if (cause == null) {
            return null;
        }
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("kind", cause.kind().name());
        root.put("code", cause.code());
        root.put("message", cause.message());
        root.put("taskId", cause.taskId());
        root.put("iteration", cause.iteration());
        return Payload.ofTree(root);
    }

    private static Payload errorRoot(TaskError error) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("kind", error.kind().wireName());
        root.put("code", error.code());
        root.put("message", error.message());
        if (error.details() != null) {
            root.set("details", error.details().tree());
        }
        return Payload.ofTree(root);
    }
}
