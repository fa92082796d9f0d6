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
import java.util.stream.Stream;
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

    /** The maps a task stands in, from the outside in. */
    public List<Node.Map> mapsAround(String id) {
        return index.maps().getOrDefault(id, List.of());
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
     * @param maps the maps around each node, from the outside in
     * @param outputsRead ids of all tasks whose output some expression may read
     * @param children tasks that run other workflows
     */
    public record Index(
            Map<String, Node> nodes,
            Map<String, Block> parents,
            Map<String, Node> owners,
            Map<String, List<Node.Map>> maps,
            Set<String> outputsRead,
            List<Node.Child> children) {

        private Index() {
            this(
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashSet<>(),
                    new ArrayList<>());
        }

        static Index of(Block root, @Nullable Template output) {
            Index index = new Index();
            if (output != null) {
                index.outputsRead.addAll(output.taskOutputsRead());
            }
            index.add(root, List.of());
            List.copyOf(index.outputsRead).forEach(index::readLastTask);
            return new Index(
                    Map.copyOf(index.nodes),
                    Map.copyOf(index.parents),
                    Map.copyOf(index.owners),
                    Map.copyOf(index.maps),
                    Set.copyOf(index.outputsRead),
                    List.copyOf(index.children));
        }

        private void add(Block block, List<Node.Map> around) {
            for (Node node : block.nodes()) {
                nodes.put(node.id(), node);
                maps.put(node.id(), around);
                parents.put(node.id(), block);
                outputsRead.addAll(node.taskOutputsRead());
                if (node instanceof Node.Child child) {
                    children.add(child);
                }
                for (Block inside : node.blocks()) {
                    owners.put(inside.id(), node);
                    add(inside, node instanceof Node.Map map ? with(map, around) : around);
                }
            }
        }

        private static List<Node.Map> with(Node.Map map, List<Node.Map> around) {
            return Stream.concat(around.stream(), Stream.of(map)).toList();
        }

        /** Who reads the output of a map may read what its items' last tasks have put out. */
        private void readLastTask(String id) {
            if (nodes.get(id) instanceof Node.Map map && map.lastTask() != null) {
                String last = map.lastTask();
                outputsRead.add(last);
                readLastTask(last);
            }
        }
    }
}
