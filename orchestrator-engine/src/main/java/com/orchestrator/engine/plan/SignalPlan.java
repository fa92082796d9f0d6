package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Payload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The signals a workflow knows.
 *
 * @param awaiting the tasks that wait for a signal, by its name, in the order of the definition
 * @param isOpen whether signals of other names are kept, too
 */
public record SignalPlan(Map<String, List<Node.Signal>> awaiting, boolean isOpen) {

    /** Of a definition that says nothing about signals but what its tasks wait for. */
    static SignalPlan of(Block root, Collection<Block> afterRollback) {
        Map<String, List<Node.Signal>> awaiting = new LinkedHashMap<>();
        collect(root, awaiting);
        afterRollback.forEach(block -> collect(block, awaiting));
        return new SignalPlan(awaiting, false);
    }

    private static void collect(Block block, Map<String, List<Node.Signal>> awaiting) {
        for (Node node : block.nodes()) {
            if (node instanceof Node.Signal signal) {
                awaiting.computeIfAbsent(signal.signalName(), name -> new ArrayList<>())
                        .add(signal);
            }
            node.blocks().forEach(inside -> collect(inside, awaiting));
        }
    }

    SignalPlan opened() {
        return new SignalPlan(awaiting, true);
    }

    /** The tasks that wait for it, in the order of the definition; empty when the definition does not have the name. */
    public List<Node.Signal> awaiting(String name) {
        return awaiting.getOrDefault(name, List.of());
    }

    /** Whether a schema of any of them marks something as sensitive. */
    boolean marksSensitive() {
        return awaiting.values().stream().flatMap(List::stream).anyMatch(SignalPlan::marks);
    }

    /** JSON pointers to what any task that waits for it calls sensitive in a payload. */
    public Set<String> sensitive(String name, Payload payload) {
        return awaiting(name).stream()
                .filter(SignalPlan::marks)
                .flatMap(task -> Objects.requireNonNull(task.check()).sensitive(payload).stream())
                .collect(Collectors.toSet());
    }

    private static boolean marks(Node.Signal task) {
        return task.check() != null && task.check().marks();
    }

    public boolean isDeclared(String name) {
        return awaiting.containsKey(name);
    }

    /** The name that somebody probably meant who wrote this one. */
    public Optional<String> nearest(String name) {
        return Suggestion.nearest(name, awaiting.keySet());
    }
}
