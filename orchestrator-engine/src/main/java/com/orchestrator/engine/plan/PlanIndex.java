package com.orchestrator.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where every node stands in the tree.
 *
 * @param nodes all nodes by id, whatever their depth
 * @param parents the block each node stands in
 * @param owners the node each block belongs to; the root block has none
 * @param repeated the maps and loops around each node, from the outside in
 * @param outputsRead ids of all tasks whose output some expression may read
 * @param children tasks that run other workflows
 * @param savepoints the node each save-point stands behind, by the save-point's name
 * @param handlings what is done about the failures of a node, by the node's id
 * @param handledBy the innermost handling around each node that stands in one, and of itself
 * @param pivots ids of the nodes after which nothing is undone by itself
 * @param afterRollback ids of the nodes that are no part of the way forward, but are done after a rollback
 */
public record PlanIndex(
        Map<String, Node> nodes,
        Map<String, Block> parents,
        Map<String, Node> owners,
        Map<String, List<Repeated>> repeated,
        Set<String> outputsRead,
        List<Node.Child> children,
        Map<String, Node> savepoints,
        Map<String, Handling> handlings,
        Map<String, Handling> handledBy,
        Set<String> pivots,
        Set<String> afterRollback) {

    private PlanIndex() {
        this(
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                new HashSet<>(),
                new ArrayList<>(),
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                new HashSet<>(),
                new HashSet<>());
    }

    static PlanIndex of(Block root, Collection<Block> afterRollback, @Nullable Template output) {
        PlanIndex index = new PlanIndex();
        if (output != null) {
            index.outputsRead.addAll(output.taskOutputsRead());
        }
        index.add(root, List.of());
        Set<String> forward = Set.copyOf(index.nodes.keySet());
        afterRollback.forEach(block -> index.add(block, List.of()));
        index.afterRollback.addAll(index.nodes.keySet());
        index.afterRollback.removeAll(forward);
        List.copyOf(index.outputsRead).forEach(index::readLastTask);
        return new PlanIndex(
                Map.copyOf(index.nodes),
                Map.copyOf(index.parents),
                Map.copyOf(index.owners),
                Map.copyOf(index.repeated),
                Set.copyOf(index.outputsRead),
                List.copyOf(index.children),
                Map.copyOf(index.savepoints),
                Map.copyOf(index.handlings),
                Map.copyOf(index.handledBy),
                Set.copyOf(index.pivots),
                Set.copyOf(index.afterRollback));
    }

    private void add(Block block, List<Repeated> around) {
        for (Node node : block.nodes()) {
            nodes.put(node.id(), node);
            repeated.put(node.id(), around);
            parents.put(node.id(), block);
            outputsRead.addAll(node.taskOutputsRead());
            addMarks(node);
            addHandling(node, block);
            if (node instanceof Node.Child child) {
                children.add(child);
            }
            if (node instanceof Loop loop && loop.remembers()) {
                outputsRead.add(loop.id());
            }
            for (Block inside : node.blocks()) {
                owners.put(inside.id(), node);
                add(inside, node instanceof Repeated again ? with(again, around) : around);
            }
        }
    }

    private static List<Repeated> with(Repeated node, List<Repeated> around) {
        return Stream.concat(around.stream(), Stream.of(node)).toList();
    }

    /** Who reads the output of a map or a loop may read what the last tasks inside have put out. */
    private void readLastTask(String id) {
        if (nodes.get(id) instanceof Repeated again && again.lastTask() != null) {
            String last = again.lastTask();
            outputsRead.add(last);
            readLastTask(last);
        }
    }

    private void addHandling(Node node, Block block) {
        Node owner = owners.get(block.id());
        Handling around = node instanceof Handling own ? own : owner == null ? null : handledBy.get(owner.id());
        if (around != null) {
            handledBy.put(node.id(), around);
        }
        if (node instanceof Handling handling) {
            handlings.put(handling.of(), handling);
        }
    }

    private void addMarks(Node node) {
        if (node.head().savepoint() != null) {
            savepoints.putIfAbsent(node.head().savepoint(), node);
        }
        if (node.head().role().pivot()) {
            pivots.add(node.id());
        }
    }
}
