package com.orchestrator.system.saga;

import static com.orchestrator.system.http.Api.JSON;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A random workflow, and what its author knows of it: which task runs after which, and what is undone when. */
final class SagaDefinition {

    /** When a task is undone. */
    enum Undo {
        NEVER,
        IF_COMPLETED,
        IF_ATTEMPTED
    }

    enum Order {
        GRAPH,
        REVERSE,
        PARALLEL
    }

    private static final int DEPTH_MAX = 2;

    private final Random random;
    private final String queue;
    private final Map<String, Undo> undos = new LinkedHashMap<>();
    private final Map<String, Set<String>> successors = new LinkedHashMap<>();
    private final List<String> signals = new ArrayList<>();
    private final Order order;
    private final ObjectNode document;
    private int ids;

    SagaDefinition(Random random, String name, String queue) {
        this.random = random;
        this.queue = queue;
        this.order = pick(Order.GRAPH, Order.GRAPH, Order.REVERSE, Order.PARALLEL);
        ArrayNode tasks = JSON.createArrayNode();
        block(tasks, 1 + random.nextInt(5), 0);
        document = JSON.createObjectNode()
                .put("apiVersion", "orchestrator/v1")
                .put("kind", "Workflow")
                .put("namespace", "random")
                .put("name", name);
        document.putObject("saga").put("order", order.name().toLowerCase(java.util.Locale.ROOT));
        document.set("tasks", tasks);
    }

    ObjectNode document() {
        return document;
    }

    Map<String, Undo> undos() {
        return undos;
    }

    List<String> signals() {
        return signals;
    }

    Order order() {
        return order;
    }

    /** Whether the second runs only after the first. */
    boolean isAfter(String first, String second) {
        return successors.getOrDefault(first, Set.of()).contains(second);
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Fills a list of tasks, some of them with dependencies of their own; answers all ids inside. */
    private Set<String> block(ArrayNode tasks, int size, int depth) {
        boolean isDag = random.nextBoolean();
        List<Set<String>> members = new ArrayList<>();
        List<String> heads = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ObjectNode node = tasks.addObject();
            Set<String> inside = node(node, depth);
            List<Integer> before = i == 0 ? List.of() : List.of(i - 1);
            if (isDag && i > 0 && random.nextInt(3) > 0) {
                before = random.ints(random.nextInt(3), 0, i).distinct().boxed().toList();
                ArrayNode dependencies = node.putArray("dependsOn");
                before.forEach(index -> dependencies.add(heads.get(index)));
            }
            before.forEach(index -> follow(members.get(index), inside));
            heads.add(node.get("id").asText());
            members.add(inside);
        }
        Set<String> all = new HashSet<>();
        members.forEach(all::addAll);
        return all;
    }

    /** Everything before the earlier ones is before the later ones, too. */
    private void follow(Set<String> earlier, Set<String> later) {
        successors.forEach((task, after) -> {
            if (after.stream().anyMatch(earlier::contains)) {
                after.addAll(later);
            }
        });
        earlier.forEach(task ->
                successors.computeIfAbsent(task, unknown -> new HashSet<>()).addAll(later));
    }

    private Set<String> node(ObjectNode node, int depth) {
        int kind = random.nextInt(20);
        if (depth < DEPTH_MAX && kind < 3) {
            return parallel(node, depth);
        } else if (depth < DEPTH_MAX && kind < 5) {
            return choice(node, depth);
        } else if (kind == 5) {
            return signal(node);
        } else if (kind == 6) {
            node.put("id", id()).put("wait", pick("1ms", "50ms"));
            return Set.of(node.get("id").asText());
        }
        return task(node);
    }

    private String id() {
        return "t" + ++ids;
    }

    private Set<String> parallel(ObjectNode node, int depth) {
        String id = id();
        ObjectNode parallel = node.put("id", id).putObject("parallel");
        int count = 2 + random.nextInt(2);
        switch (random.nextInt(4)) {
            case 0 -> parallel.put("join", "any");
            case 1 -> parallel.putObject("join").put("atLeast", 1 + random.nextInt(count));
            default -> parallel.put("join", "all");
        }
        Set<String> inside = new HashSet<>(Set.of(id));
        ArrayNode branches = parallel.putArray("branches");
        for (int i = 0; i < count; i++) {
            inside.addAll(block(branches.addArray(), 1 + random.nextInt(2), depth + 1));
        }
        return inside;
    }

    private Set<String> choice(ObjectNode node, int depth) {
        String id = id();
        ArrayNode cases = node.put("id", id).putArray("switch");
        ObjectNode first = cases.addObject().put("when", "input.n % 2 == " + random.nextInt(2));
        Set<String> inside = new HashSet<>(block(first.putArray("do"), 1 + random.nextInt(2), depth + 1));
        inside.addAll(block(cases.addObject().putArray("default"), random.nextInt(2), depth + 1));
        inside.add(id);
        return inside;
    }

    private Set<String> signal(ObjectNode node) {
        String id = id();
        node.put("id", id).putObject("signal").put("name", id);
        signals.add(id);
        return Set.of(id);
    }

    private Set<String> task(ObjectNode node) {
        String id = id();
        Undo undo = pick(Undo.NEVER, Undo.IF_COMPLETED, Undo.IF_ATTEMPTED, Undo.IF_ATTEMPTED);
        undos.put(id, undo);
        node.put("id", id).put("task", "do").put("queue", queue);
        retry(node, 1 + random.nextInt(3));
        if (undo != Undo.NEVER) {
            ObjectNode compensate =
                    node.putObject("compensate").put("task", "undo").put("queue", queue);
            compensate.put("when", undo == Undo.IF_COMPLETED ? "completed" : "attempted");
            retry(compensate, 100);
        }
        return Set.of(id);
    }

    private static void retry(ObjectNode node, int attempts) {
        node.putObject("retry").put("maxAttempts", attempts).put("initialInterval", "1ms");
    }
}
