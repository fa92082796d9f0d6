package com.orchestrator.test;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.test.Coverage.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Coverage of one definition, from its plan and the histories of its runs. */
final class CoverageOf {

    private static final int NO_CASE = -1;
    private static final Set<String> NOT_TAKEN = Set.of("TASK_SKIPPED", "TASK_DROPPED");

    private final WorkflowPlan plan;
    private final String workflow;
    private final Set<String> happened = new HashSet<>();

    /** @param histories of runs of this definition, each whole */
    CoverageOf(WorkflowPlan plan, List<List<HistoryEntry>> histories) {
        this.plan = plan;
        this.workflow = plan.namespace() + "/" + plan.name() + " ";
        histories.forEach(history -> history.forEach(this::note));
    }

    private void note(HistoryEntry event) {
        String task = event.taskId();
        if (task == null || !plan.hasNode(task)) {
            return;
        }
        if (isOfUndo(event)) {
            if (isDone(event)) {
                happened.add(undone(task));
            }
        } else if (!NOT_TAKEN.contains(event.type())) {
            happened.add(begun(task));
            happened.add(condition(task, true));
        } else if (event.type().equals("TASK_SKIPPED")) {
            happened.add(condition(task, false));
        }
        if (event.data().hasNonNull("choice")) {
            happened.add(choice(plan.node(task), event.data().get("choice").asInt()));
        }
    }

    private static boolean isOfUndo(HistoryEntry event) {
        return event.data().path("kind").asText().equals("COMPENSATION")
                || event.type().equals("CHILD_UNDONE");
    }

    private static boolean isDone(HistoryEntry event) {
        return event.type().equals("TASK_COMPLETED") || event.type().equals("CHILD_UNDONE");
    }

    Coverage coverage() {
        return new Coverage(part(tasks()), part(branches()), part(undos()));
    }

    private Part part(Stream<String> points) {
        Set<String> all = points.collect(TreeSet::new, Set::add, Set::addAll);
        Set<String> met = new TreeSet<>(all);
        met.retainAll(happened);
        return new Part(all, met);
    }

    private Stream<Node> nodes() {
        return plan.index().nodes().values().stream();
    }

    private Stream<String> tasks() {
        return nodes().filter(node -> !(node instanceof Handling)).map(node -> begun(node.id()));
    }

    private Stream<String> undos() {
        return nodes().filter(
                        node -> node instanceof Node.Child || node instanceof Node.Task task && task.undo() != null)
                .map(node -> undone(node.id()));
    }

    private Stream<String> branches() {
        return nodes().flatMap(node -> Stream.concat(conditions(node), choices(node)));
    }

    private Stream<String> conditions(Node node) {
        return node.head().condition() == null
                ? Stream.empty()
                : Stream.of(condition(node.id(), true), condition(node.id(), false));
    }

    private Stream<String> choices(Node node) {
        boolean mayTakeNone =
                node instanceof Node.Switch choice && choice.cases().stream().noneMatch(one -> one.condition() == null);
        return node.entersOneBlock()
                ? IntStream.range(mayTakeNone ? NO_CASE : 0, node.blocks().size())
                        .mapToObj(index -> choice(node, index))
                : Stream.empty();
    }

    private String begun(String task) {
        return workflow + task;
    }

    private String undone(String task) {
        return workflow + task + ":undo";
    }

    private String condition(String task, boolean holds) {
        return workflow + task + " if " + holds;
    }

    /** @param index of what was chosen, from 0; people count from 1 */
    private String choice(Node node, int index) {
        String what = node instanceof Handling ? "" : " case";
        return workflow + node.id() + (index == NO_CASE ? " no case" : what + " " + (index + 1));
    }
}
