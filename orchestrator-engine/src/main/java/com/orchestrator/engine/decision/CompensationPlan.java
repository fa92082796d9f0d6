package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback would undo if it began now. Built from the same order that the rollback itself follows, so that what it
 * says is what happens.
 *
 * @param hash changes when the items, their inputs or their order do
 */
public record CompensationPlan(List<Item> items, String hash) {

    /**
     * One undo.
     *
     * @param inputSequence event that carries its input; 0 when the input could not be evaluated
     * @param probe what is asked first, because nobody can say whether the task happened; null when that is no question
     * @param after tasks whose undos must be done first
     */
    public record Item(
            TaskRun task,
            TaskSpec spec,
            @Nullable TaskSpec probe,
            boolean mayNotHaveHappened,
            @Nullable Payload input,
            long inputSequence,
            @Nullable TaskError error,
            List<NodeKey> after) {}

    /** @param fromTaskId everything when null */
    public static CompensationPlan of(Run run, @Nullable String fromTaskId) {
        UndoOrder order = new UndoOrder(run, UndoScope.from(run.plan(), fromTaskId));
        List<TaskRun> sorted = inOrder(order);
        List<Item> items = new ArrayList<>();
        for (TaskRun task : sorted) {
            List<NodeKey> after = sorted.stream()
                    .filter(other -> other != task && order.mustPrecede(other, task))
                    .map(TaskRun::key)
                    .toList();
            items.add(item(task, order.needsProbe(task), after));
        }
        return new CompensationPlan(List.copyOf(items), hash(items));
    }

    private static Item item(TaskRun task, boolean needsProbe, List<NodeKey> after) {
        UndoRun undo = task.undo();
        return new Item(
                task,
                TaskSpec.ofUndo(task),
                needsProbe ? TaskSpec.ofProbe(task) : null,
                !task.happened(),
                undo.input(),
                undo.inputSequence(),
                undo.error(),
                after);
    }

    /** Peels off what is ready, layer by layer. */
    private static List<TaskRun> inOrder(UndoOrder order) {
        Set<TaskRun> left = new LinkedHashSet<>(order.open());
        List<TaskRun> sorted = new ArrayList<>();
        while (!left.isEmpty()) {
            List<TaskRun> layer = order.firstOf(List.copyOf(left));
            sorted.addAll(layer);
            layer.forEach(left::remove);
        }
        return sorted;
    }

    private static String hash(List<Item> items) {
        MessageDigest digest = sha256();
        for (Item item : items) {
            String line = item.task().key() + "|" + item.spec().taskType() + "|" + item.mayNotHaveHappened() + "|"
                    + (item.probe() != null) + "|" + item.inputSequence() + "|" + item.after() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
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
