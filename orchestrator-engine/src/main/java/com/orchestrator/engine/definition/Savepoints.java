package com.orchestrator.engine.definition;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnFailure;
import com.orchestrator.engine.plan.Suggestion;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads save-points and the rollbacks to them, and checks that each rollback finds its save-point behind it. */
final class Savepoints {

    private static final Pattern THEN = Pattern.compile("fail|retry\\(([1-9][0-9]{0,2})\\)");

    private record Wish(String taskId, String rollbackTo, String pointer) {}

    private final Faults faults;
    private final Map<String, String> pointers = new LinkedHashMap<>();
    private final List<Wish> wishes = new ArrayList<>();

    Savepoints(Faults faults) {
        this.faults = faults;
    }

    /** Rollbacks find both by the id of a task, which inside a map stands for one task of each item. */
    static void refuseInMap(Fields fields) {
        for (String key : List.of("savepoint", "onFailure")) {
            if (fields.has(key)) {
                fields.fault(
                        key,
                        FaultCode.NOT_IN_MAP,
                        "'" + key + "' cannot stand inside a map",
                        "set it at the map itself, or outside of it");
            }
        }
    }

    @Nullable
    String savepoint(Fields fields) {
        Optional<String> name = fields.text("savepoint", Names.TASK_ID, Names.SAVEPOINT_SHAPE);
        String known = name.map(text -> pointers.putIfAbsent(text, fields.pointer("savepoint")))
                .orElse(null);
        if (known != null) {
            fields.fault(
                    "savepoint",
                    FaultCode.DUPLICATE_SAVEPOINT,
                    "Save-point '" + name.orElseThrow() + "' is set at " + known + " already",
                    null);
        }
        return name.orElse(null);
    }

    @Nullable
    OnFailure onFailure(Fields owner, String taskId) {
        if (owner.has("onFailure") && owner.raw("onError").asText().equals("continue")) {
            owner.fault(
                    "onFailure",
                    FaultCode.CONTRADICTION,
                    "'onError: continue' and 'onFailure' contradict each other",
                    "a failure that is passed over rolls nothing back");
        }
        return rollback(owner, "onFailure", taskId);
    }

    /** {@code {rollbackTo: …, then: …}} under a key of a task or of its handler. */
    @Nullable
    OnFailure rollback(Fields owner, String key, String taskId) {
        return owner.object(key).map(fields -> onFailureOf(fields, taskId)).orElse(null);
    }

    private OnFailure onFailureOf(Fields fields, String taskId) {
        fields.allow(Set.of("rollbackTo", "then"));
        String rollbackTo = fields.requiredText("rollbackTo");
        if (!rollbackTo.isEmpty()) {
            wishes.add(new Wish(taskId, rollbackTo, fields.pointer("rollbackTo")));
        }
        return new OnFailure(rollbackTo, rounds(fields));
    }

    private static int rounds(Fields fields) {
        String then = fields.requiredText("then");
        Matcher matcher = THEN.matcher(then);
        if (!then.isEmpty() && !matcher.matches()) {
            fields.fault(
                    "then",
                    FaultCode.BAD_CHOICE,
                    "'" + then + "' is neither 'fail' nor 'retry(n)', n from 1 to 999",
                    "write retry(3)");
        }
        return matcher.matches() && matcher.group(1) != null ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** To be called when all tasks have been read. */
    void check(WorkflowPlan plan) {
        wishes.forEach(wish -> check(plan, wish));
    }

    private void check(WorkflowPlan plan, Wish wish) {
        Node savepoint = plan.savepoint(wish.rollbackTo());
        Node node = plan.index().nodes().get(wish.taskId());
        if (savepoint == null) {
            String hint = Suggestion.nearest(wish.rollbackTo(), pointers.keySet())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("write 'savepoint: " + wish.rollbackTo() + "' at the last task that stays done");
            faults.error(
                    wish.pointer(),
                    FaultCode.UNKNOWN_SAVEPOINT,
                    "There is no save-point '" + wish.rollbackTo() + "'",
                    hint);
        } else if (node != null) {
            checkOrder(plan, wish, savepoint, node);
        }
    }

    private void checkOrder(WorkflowPlan plan, Wish wish, Node savepoint, Node node) {
        if (!isBefore(plan, savepoint, node)) {
            faults.error(
                    wish.pointer(),
                    FaultCode.SAVEPOINT_NOT_BEFORE,
                    "Save-point '" + wish.rollbackTo() + "' at '" + savepoint.id() + "' is not always reached before '"
                            + node.id() + "' starts",
                    "set it at a task, or a whole block, that '" + node.id() + "' or a block around it waits for");
        }
        plan.index().pivots().stream()
                .sorted()
                .filter(pivot -> isBefore(plan, plan.node(pivot), node))
                .findFirst()
                .ifPresent(pivot -> faults.warning(
                        wish.pointer(),
                        FaultCode.AFTER_PIVOT,
                        "After pivot '" + pivot + "' nothing is undone by itself, so this 'onFailure' does nothing",
                        "set it at a task before the pivot"));
    }

    /**
     * Whether the node, or a block around it, waits for the first one. Where an id is used twice, which is a fault of its
     * own, the way out of the blocks may lead round in a circle.
     */
    private static boolean isBefore(WorkflowPlan plan, Node first, Node node) {
        String stand = standOf(plan, first).id();
        Set<String> passed = new HashSet<>();
        Node at = node;
        while (at != null && passed.add(at.id())) {
            Block block = standOf(plan, at);
            if (block.id().equals(stand)) {
                return block.isBefore(first, at);
            }
            at = plan.index().owners().get(block.id());
        }
        return false;
    }

    private static Block standOf(WorkflowPlan plan, Node node) {
        return Objects.requireNonNull(plan.index().parents().get(node.id()));
    }
}
