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
 * @param crossedPivots ids of the completed pivots it would undo, which takes force
 * @param hash changes when the items, their inputs, their order or the pivots do
 */
public record CompensationPlan(List<Item> items, List<String> crossedPivots, String hash) {

    /**
     * One effect that the rollback deals with.
     *
     * @param spec the undo; null when there is none, so that the effect stays
     * @param probe what is asked first, because nobody can say whether the task happened; null when that is no question
     * @param irreversible the definition says that nothing takes the effect back; an undo it has nevertheless makes amends
     * @param inputSequence event that carries its input; 0 when the input could not be evaluated
     * @param after tasks whose undos must be done first
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
            List<NodeKey> after) {}

    public static CompensationPlan of(Run run, UndoTarget target) {
        UndoOrder order = new UndoOrder(run, UndoScope.of(run.plan(), target));
        List<TaskRun> sorted = inOrder(order);
        List<Item> items = new ArrayList<>();
        for (TaskRun task : sorted) {
            List<NodeKey> after = sorted.stream()
                    .filter(other -> other != task && order.mustPrecede(other, task))
                    .map(TaskRun::key)
                    .toList();
            items.add(item(task, order.needsProbe(task), after));
        }
        List<String> crossed = Pivots.crossed(run, target);
        return new CompensationPlan(List.copyOf(items), crossed, hash(items, crossed));
    }

    private static Item item(TaskRun task, boolean needsProbe, List<NodeKey> after) {
        UndoRun undo = task.undo();
        return new Item(
                task,
                TaskSpec.hasUndo(task) ? TaskSpec.ofUndo(task) : null,
                needsProbe ? TaskSpec.ofProbe(task) : null,
                !task.happened(),
                task.node().head().role().irreversible(),
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

    private static String hash(List<Item> items, List<String> crossedPivots) {
        MessageDigest digest = sha256();
        for (Item item : items) {
            digest.update(line(item).getBytes(StandardCharsets.UTF_8));
        }
        digest.update(crossedPivots.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String line(Item item) {
        String type = item.spec() == null ? "" : item.spec().taskType();
        return item.task().key() + "|" + type + "|" + item.mayNotHaveHappened() + "|" + (item.probe() != null) + "|"
                + item.inputSequence() + "|" + item.after() + "\n";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
