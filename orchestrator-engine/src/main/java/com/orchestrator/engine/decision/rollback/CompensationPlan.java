package com.orchestrator.engine.decision.rollback;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoQueue;
import com.orchestrator.engine.run.UndoRun;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback would undo if it began now. Built from the same order that the rollback itself follows, so that what it
 * says is what happens.
 *
 * @param crossedPivots ids of the completed pivots it would undo, which takes force
 * @param sequels what is done when there is nothing left to undo, and when an undo gives up; not when the run goes forward again
 * @param hash changes when the items, their inputs, their order, the pivots or what follows do, and when the tasks have gone forward
 *     again, so that a repeated request does not roll them back anew
 */
public record CompensationPlan(List<Item> items, List<String> crossedPivots, List<Sequel> sequels, String hash) {

    private static final int AFTER_MAX = 100;

    /**
     * One effect that the rollback deals with.
     *
     * @param spec the undo; null when there is none, so that the effect stays, and when a child undoes itself
     * @param probe what is asked first, because nobody can say whether the task happened; null when that is no question
     * @param irreversible the definition says that nothing takes the effect back; an undo it has nevertheless makes amends
     * @param inputSequence event that carries its input; 0 when the input could not be evaluated
     * @param after tasks whose undos must be done first, nearest first; of many, so many
     */
    public record Item(
            TaskRun task,
            @Nullable TaskSpec spec,
            @Nullable TaskSpec probe,
            boolean mayNotHaveHappened,
            boolean irreversible,
            @Nullable Payload input,
            long inputSequence,
            @Nullable TaskError error,
            List<NodeKey> after) {

        /** The run that undoes itself; null when a worker does it. */
        public @Nullable UUID childInstanceId() {
            return task.child() == null ? null : task.child().instanceId();
        }

        private String line() {
            return task.key() + "|" + what() + "|" + mayNotHaveHappened + "|" + (probe != null) + "|" + inputSequence
                    + "|" + after;
        }

        private String what() {
            if (task.child() != null) {
                return "child " + childInstanceId();
            }
            return spec == null ? "" : spec.taskType();
        }
    }

    public static CompensationPlan of(Run run, UndoTarget target) {
        UndoScope scope = UndoScope.of(run.plan(), target);
        List<Item> items = UndoQueue.plan(run, scope, AFTER_MAX).stream()
                .map(undo -> item(undo.task(), undo.task().undo().needsProbe(scope), undo.after()))
                .toList();
        List<String> crossed = Pivots.crossed(run, target);
        List<Sequel> sequels = Sequel.of(run);
        List<String> lines = new ArrayList<>(items.stream().map(Item::line).toList());
        lines.add(crossed.toString());
        lines.add("rounds " + rounds(run, scope));
        sequels.forEach(sequel -> lines.add(sequel.line()));
        return new CompensationPlan(items, crossed, sequels, hashOf(lines));
    }

    private static Item item(TaskRun task, boolean needsProbe, List<NodeKey> after) {
        UndoRun undo = task.undo();
        boolean hasUndo = task.child() == null && TaskSpec.hasUndo(task.node());
        return new Item(
                task,
                hasUndo ? TaskSpec.ofUndo(task.node()) : null,
                needsProbe ? TaskSpec.ofProbe(task.node()) : null,
                !task.happened(),
                task.node().head().role().irreversible(),
                undo.input(),
                undo.inputSequence(),
                undo.error(),
                after);
    }

    /** Rises whenever something that the rollback reaches goes forward again, whether or not it has an undo. */
    private static int rounds(Run run, UndoScope scope) {
        return run.tasksSeen().stream()
                .filter(task -> scope.contains(task.key()))
                .mapToInt(task -> task.round() - 1)
                .sum();
    }

    /** Whether it is more than a list of what nothing takes back. */
    public boolean undoesAnything() {
        return items.stream().anyMatch(item -> item.spec() != null || item.childInstanceId() != null);
    }

    /** One hash of many lines. */
    public static String hashOf(List<String> lines) {
        MessageDigest digest = sha256();
        lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
