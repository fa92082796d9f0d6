package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a workflow, ready to decide with. Immutable and shared by all its runs.
 *
 * @param executionTimeout deadline of a run, counted from its start; pauses do not count
 * @param runId gives the idempotency key of a start request that names none
 * @param inputCheck what the workflow's input schema finds wrong with an input
 */
public record WorkflowPlan(
        String namespace,
        String name,
        int revision,
        Block root,
        SagaPlan saga,
        Priority priority,
        @Nullable Duration executionTimeout,
        @Nullable Template runId,
        @Nullable Template output,
        InputCheck inputCheck,
        Index index) {

    /** Builds the index of a root block. */
    public static WorkflowPlan of(
            String namespace,
            String name,
            int revision,
            Block root,
            SagaPlan saga,
            Priority priority,
            @Nullable Duration executionTimeout,
            @Nullable Template runId,
            @Nullable Template output,
            InputCheck inputCheck) {
        Index index = Index.of(root, output);
        return new WorkflowPlan(
                namespace, name, revision, root, saga, priority, executionTimeout, runId, output, inputCheck, index);
    }

    /** The same plan under the revision number the registry gave it. */
    public WorkflowPlan withRevision(int assigned) {
        return new WorkflowPlan(
                namespace, name, assigned, root, saga, priority, executionTimeout, runId, output, inputCheck, index);
    }

    public Node node(String id) {
        Node node = index.nodes().get(id);
        if (node == null) {
            throw new IllegalArgumentException("Workflow " + name + " revision " + revision + " has no task " + id);
        }
        return node;
    }

    public boolean hasNode(String id) {
        return index.nodes().containsKey(id);
    }

    /** The node behind which a save-point stands; null when there is no such save-point. */
    public @Nullable Node savepoint(String savepoint) {
        return index.savepoints().get(savepoint);
    }

    /** Checks an input before a run is started with it. */
    public interface InputCheck {
        /** One sentence per fault, as JSON pointer → what is wrong; empty when the input fits. */
        Map<String, String> faults(Payload input);
    }

    /**
     * Where every node stands in the tree.
     *
     * @param nodes all nodes by id, whatever their depth
     * @param parents the block each node stands in
     * @param owners the node each block belongs to; the root block has none
     * @param outputsRead ids of all tasks whose output some expression may read
     * @param savepoints the node each save-point stands behind, by the save-point's name
     * @param pivots ids of the nodes after which nothing is undone by itself
     */
    public record Index(
            Map<String, Node> nodes,
            Map<String, Block> parents,
            Map<String, Node> owners,
            Set<String> outputsRead,
            Map<String, Node> savepoints,
            Set<String> pivots) {

        static Index of(Block root, @Nullable Template output) {
            Index index = new Index(
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashSet<>(),
                    new HashMap<>(),
                    new HashSet<>());
            if (output != null) {
                index.outputsRead.addAll(output.taskOutputsRead());
            }
            index.add(root);
            return new Index(
                    Map.copyOf(index.nodes),
                    Map.copyOf(index.parents),
                    Map.copyOf(index.owners),
                    Set.copyOf(index.outputsRead),
                    Map.copyOf(index.savepoints),
                    Set.copyOf(index.pivots));
        }

        private void add(Block block) {
            for (Node node : block.nodes()) {
                nodes.put(node.id(), node);
                parents.put(node.id(), block);
                outputsRead.addAll(node.taskOutputsRead());
                addMarks(node);
                List<Block> children = node.blocks();
                for (Block child : children) {
                    owners.put(child.id(), node);
                    add(child);
                }
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
}
