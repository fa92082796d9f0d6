package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import java.time.Duration;
import java.util.ArrayList;
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
     * @param children tasks that run other workflows
     */
    public record Index(
            Map<String, Node> nodes,
            Map<String, Block> parents,
            Map<String, Node> owners,
            Set<String> outputsRead,
            List<Node.Child> children) {

        static Index of(Block root, @Nullable Template output) {
            Index index =
                    new Index(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>(), new ArrayList<>());
            if (output != null) {
                index.outputsRead.addAll(output.taskOutputsRead());
            }
            index.add(root);
            return new Index(
                    Map.copyOf(index.nodes),
                    Map.copyOf(index.parents),
                    Map.copyOf(index.owners),
                    Set.copyOf(index.outputsRead),
                    List.copyOf(index.children));
        }

        private void add(Block block) {
            for (Node node : block.nodes()) {
                nodes.put(node.id(), node);
                parents.put(node.id(), block);
                outputsRead.addAll(node.taskOutputsRead());
                if (node instanceof Node.Child child) {
                    children.add(child);
                }
                for (Block inside : node.blocks()) {
                    owners.put(inside.id(), node);
                    add(inside);
                }
            }
        }
    }
}
