package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback would undo if it began now. Built from the same order that the rollback itself follows, so that what it
 * says is what happens.
 *
 * @param hash changes when the items, their inputs or their order do
 */
public record CompensationPlan(List<Item> items, String hash) {

    private static final int AFTER_MAX = 100;

    /**
     * One undo.
     *
     * @param spec who does it; null when a child undoes itself
     * @param inputSequence event that carries its input; 0 when the input could not be evaluated
     * @param after tasks whose undos must be done first, nearest first; of many, so many
     */
    public record Item(
            TaskRun task,
            @Nullable TaskSpec spec,
            boolean mayNotHaveHappened,
            @Nullable Payload input,
            long inputSequence,
            @Nullable TaskError error,
            List<NodeKey> after) {

        /** The run that undoes itself; null when a worker does it. */
        public @Nullable UUID childInstanceId() {
            return task.child() == null ? null : task.child().instanceId();
        }

        private String what() {
            return spec == null ? "child " + childInstanceId() : spec.taskType();
        }
    }

    /** @param fromTaskId everything when null */
    public static CompensationPlan of(Run run, @Nullable String fromTaskId) {
        UndoQueue queue = UndoQueue.asIfBegun(run, UndoScope.from(run.plan(), fromTaskId));
        Map<TaskRun, List<NodeKey>> after = new IdentityHashMap<>();
        queue.open().forEach(task -> after.put(task, queue.before(task, AFTER_MAX)));
        List<Item> items = new ArrayList<>();
        while (!queue.isEmpty()) {
            queue.takeLayer().forEach(task -> items.add(item(task, Objects.requireNonNull(after.get(task)))));
        }
        return new CompensationPlan(List.copyOf(items), hash(items));
    }

    private static Item item(TaskRun task, List<NodeKey> after) {
        UndoRun undo = task.undo();
        TaskSpec spec = task.child() == null ? TaskSpec.ofUndo(task) : null;
        return new Item(task, spec, !task.happened(), undo.input(), undo.inputSequence(), undo.error(), after);
    }

    private static String hash(List<Item> items) {
        return hashOf(items.stream()
                .map(item -> item.task().key() + "|" + item.what() + "|" + item.mayNotHaveHappened() + "|"
                        + item.inputSequence() + "|" + item.after())
                .toList());
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
