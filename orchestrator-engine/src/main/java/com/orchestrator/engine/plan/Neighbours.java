package com.orchestrator.engine.plan;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a workflow reaches outside of itself.
 *
 * @param queues its attempts, undos and probes are put into
 * @param namespaces it starts runs in
 */
public record Neighbours(Set<String> queues, Set<String> namespaces) {

    public Neighbours {
        queues = Set.copyOf(queues);
        namespaces = Set.copyOf(namespaces);
    }

    public static Neighbours of(WorkflowPlan plan) {
        Set<String> queues = new TreeSet<>();
        Set<String> namespaces = new TreeSet<>();
        for (Node node : plan.index().nodes().values()) {
            if (node instanceof Node.Task task) {
                addQueues(task, queues);
            }
        }
        plan.index().children().forEach(child -> namespaces.add(child.namespaceIn(plan)));
        return new Neighbours(queues, namespaces);
    }

    private static void addQueues(Node.Task task, Set<String> queues) {
        Route route = task.controls().route();
        queues.addAll(route == null ? Set.of(task.queue()) : route.queues(task.queue()));
        if (task.undo() != null) {
            queues.add(task.undo().queue());
        }
        if (task.onUnknown().probe() != null) {
            queues.add(task.onUnknown().probe().queue());
        }
    }
}
