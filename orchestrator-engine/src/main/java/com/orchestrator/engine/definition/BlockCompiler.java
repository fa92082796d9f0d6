package com.orchestrator.engine.definition;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles a list of tasks: who waits for whom, in an order in which everybody comes after those they wait for. */
final class BlockCompiler {

    private static final int TASKS_MAX = 1_000;
    private static final int NESTING_MAX = 20;

    private final Faults faults;
    private final TaskCompiler tasks;
    private final Map<String, String> pointers = new HashMap<>();

    BlockCompiler(Faults faults, DefinitionContext context) {
        this.faults = faults;
        this.tasks = new TaskCompiler(faults, context, this);
    }

    /** Where each task id is defined. */
    Map<String, String> pointers() {
        return pointers;
    }

    Block compile(String blockId, List<Fields.Item> items, int depth) {
        if (depth > NESTING_MAX) {
            faults.error(
                    items.get(0).pointer(), FaultCode.TOO_DEEP, "Blocks nest more than " + NESTING_MAX + " deep", null);
            return Block.of(blockId, List.of());
        }
        Map<String, Node> nodes = new LinkedHashMap<>();
        Set<String> handled = handled(items);
        String previous = null;
        for (Fields.Item item : items) {
            Fields fields = Fields.of(item.node(), item.pointer(), faults).orElse(null);
            if (fields == null || pointers.size() >= TASKS_MAX) {
                tooMany(fields);
                continue;
            }
            for (Node node : task(fields, previous, handled, depth)) {
                nodes.putIfAbsent(node.id(), node);
                previous = node.id();
            }
        }
        return Block.of(blockId, sorted(nodes));
    }

    private void tooMany(@Nullable Fields fields) {
        if (fields != null && pointers.size() == TASKS_MAX) {
            faults.error(fields.pointer(), FaultCode.TOO_MANY_TASKS, "More than " + TASKS_MAX + " tasks", null);
        }
    }

    /** Ids of those with handlers: who waits for one of them waits for what they do. */
    private static Set<String> handled(List<Fields.Item> items) {
        return items.stream()
                .map(Fields.Item::node)
                .filter(task -> task.path("onError").isArray())
                .map(task -> task.path("id").asText())
                .collect(Collectors.toSet());
    }

    private List<Node> task(Fields fields, @Nullable String previous, Set<String> handled, int depth) {
        String id = fields.requiredText("id", Names.TASK_ID, Names.TASK_ID_SHAPE);
        String known = id.isEmpty() ? null : pointers.putIfAbsent(id, fields.pointer());
        if (known != null) {
            fields.fault("id", FaultCode.DUPLICATE_ID, "Task id '" + id + "' is used at " + known + " already", null);
        }
        if (HandlerCompiler.isList(fields)) {
            pointers.putIfAbsent(HandlerCompiler.idOf(id), fields.pointer("onError"));
        }
        Set<String> dependsOn = fields.has("dependsOn")
                ? fields.texts("dependsOn").stream()
                        .map(before -> handled.contains(before) ? HandlerCompiler.idOf(before) : before)
                        .collect(Collectors.toSet())
                : previous == null || previous.equals(id) ? Set.of() : Set.of(previous);
        return tasks.compile(fields, id, dependsOn, depth);
    }

    /** Stable: keeps the order of the list wherever dependencies leave a choice. */
    private List<Node> sorted(Map<String, Node> nodes) {
        checkSiblings(nodes);
        List<Node> sorted = new ArrayList<>();
        Set<String> done = new HashSet<>();
        List<Node> left = new ArrayList<>(nodes.values());
        while (!left.isEmpty()) {
            Node next = left.stream()
                    .filter(node -> waitsForNobody(node, nodes, done))
                    .findFirst()
                    .orElse(null);
            if (next == null) {
                done.addAll(reportCycle(left, done));
            } else {
                left.remove(next);
                done.add(next.id());
                sorted.add(next);
            }
        }
        return sorted;
    }

    private static boolean waitsForNobody(Node node, Map<String, Node> nodes, Set<String> done) {
        return node.head().dependsOn().stream().allMatch(id -> done.contains(id) || !nodes.containsKey(id));
    }

    private void checkSiblings(Map<String, Node> nodes) {
        for (Node node : nodes.values()) {
            for (String id : node.head().dependsOn()) {
                if (!nodes.containsKey(id)) {
                    String hint = Optional.of(id)
                            .filter(any -> faults.wantsHints())
                            .flatMap(wanted -> Suggestion.nearest(wanted, nodes.keySet()))
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("'dependsOn' names tasks of the same list");
                    faults.error(
                            pointers.getOrDefault(node.id(), "") + "/dependsOn",
                            FaultCode.UNKNOWN_DEPENDENCY,
                            "There is no task '" + id + "' beside '" + node.id() + "'",
                            hint);
                }
            }
        }
    }

    /** Finds one cycle among tasks that all wait; its members, so that the others are judged as if it were mended. */
    private List<String> reportCycle(List<Node> left, Set<String> done) {
        Map<String, Node> waiting = new HashMap<>();
        left.stream().filter(node -> !done.contains(node.id())).forEach(node -> waiting.put(node.id(), node));
        List<String> path = new ArrayList<>();
        String at = left.stream()
                .map(Node::id)
                .filter(waiting::containsKey)
                .findFirst()
                .orElseThrow();
        while (!path.contains(at)) {
            path.add(at);
            at = Objects.requireNonNull(waiting.get(at)).head().dependsOn().stream()
                    .filter(waiting::containsKey)
                    .sorted()
                    .findFirst()
                    .orElse(at);
        }
        List<String> cycle = path.subList(path.indexOf(at), path.size());
        faults.error(
                pointers.getOrDefault(at, "") + "/dependsOn",
                FaultCode.CYCLE,
                "Tasks wait for each other: " + String.join(" → ", cycle) + " → " + at,
                null);
        return cycle;
    }
}
