package com.orchestrator.engine.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A group of nodes that is done when all of its nodes are: the workflow's task list, a branch, a case.
 *
 * @param id unique in the workflow; {@code ""} for the root, {@code <owner>/<index>} inside a task
 * @param nodes in list order, which is a topological order of their dependencies
 * @param predecessors which nodes a node waits for, by its id
 * @param successors which nodes wait for a node, by its id
 */
public record Block(
        String id, List<Node> nodes, Map<String, List<Node>> predecessors, Map<String, List<Node>> successors) {

    public static final String ROOT_ID = "";

    public Block {
        nodes = List.copyOf(nodes);
        predecessors = Map.copyOf(predecessors);
        successors = Map.copyOf(successors);
    }

    /** Whether its tasks are no part of the way forward, but are done after a rollback. */
    public boolean comesAfterRollback() {
        return Finally.isBlock(id);
    }

    /** Derives who waits for whom from what each node depends on; that nobody depends on a stranger is checked later. */
    public static Block of(String id, List<Node> nodes) {
        Map<String, Node> byId = new HashMap<>();
        nodes.forEach(node -> byId.put(node.id(), node));
        Map<String, List<Node>> predecessors = new HashMap<>();
        Map<String, List<Node>> successors = new HashMap<>();
        for (Node node : nodes) {
            Set<String> dependsOn = node.head().dependsOn();
            predecessors.put(
                    node.id(),
                    dependsOn.stream().filter(byId::containsKey).map(byId::get).toList());
            dependsOn.forEach(predecessor -> successors
                    .computeIfAbsent(predecessor, key -> new ArrayList<>())
                    .add(node));
        }
        return new Block(id, nodes, predecessors, successors);
    }

    /** Nodes that wait for nothing in this block. */
    public List<Node> entries() {
        return nodes.stream().filter(node -> node.head().dependsOn().isEmpty()).toList();
    }

    /** Nodes that wait for the given one. */
    public List<Node> successorsOf(Node node) {
        return successors.getOrDefault(node.id(), List.of());
    }

    /** Nodes that the given one waits for. */
    public List<Node> predecessorsOf(Node node) {
        return predecessors.getOrDefault(node.id(), List.of());
    }

    /** Whether the second one waits for the first, directly or through others. */
    public boolean isBefore(Node first, Node second) {
        Deque<Node> open = new ArrayDeque<>(successorsOf(first));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.id().equals(second.id())) {
                return true;
            }
            if (seen.add(node.id())) {
                open.addAll(successorsOf(node));
            }
        }
        return false;
    }

    /** Nodes nobody in this block waits for. */
    public List<Node> exits() {
        Set<String> waitedFor = successors.keySet();
        return nodes.stream().filter(node -> !waitedFor.contains(node.id())).toList();
    }
}
