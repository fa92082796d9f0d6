package com.orchestrator.engine.simulation;

import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.plan.OnParentClose;
import java.util.ArrayList;
import java.util.List;

/**
 * Where something stands in a tree of runs: a task of the root run, the task of its child in which that child runs on, and so
 * on. Read from an idempotency key alone, since the run id of a child is the key of the task that runs it.
 */
record Lineage(List<Step> steps) {

    private static final String NAMESPACE = "shop/";

    /**
     * A task of one run.
     *
     * @param task {@code taskId[#iteration]}
     * @param round how often it has been begun anew, from 1
     */
    record Step(Shape shape, String runId, String task, int round) {

        boolean isOfSameRunAs(Step other) {
            return shape == other.shape && runId.equals(other.runId);
        }

        /** Whether it runs another workflow, and a rollback here undoes that run, too. */
        boolean isUndoneWithParent() {
            Shape.Call call = shape.calls().get(task);
            return call != null && call.onParentClose() == OnParentClose.COMPENSATE;
        }
    }

    Lineage {
        steps = List.copyOf(steps);
    }

    /** @param key {@code shop/workflow/runId/taskId[#iteration][@round]} */
    static Lineage of(Family family, String key) {
        List<Step> steps = new ArrayList<>();
        String rest = key;
        while (rest.startsWith(NAMESPACE)) {
            String workflow = rest.substring(NAMESPACE.length(), rest.indexOf('/', NAMESPACE.length()));
            String runId = rest.substring(NAMESPACE.length() + workflow.length() + 1, rest.lastIndexOf('/'));
            steps.add(0, step(family.of(workflow), runId, rest.substring(rest.lastIndexOf('/') + 1)));
            rest = runId;
        }
        return new Lineage(steps);
    }

    private static Step step(Shape shape, String runId, String task) {
        int at = task.indexOf('@');
        return at < 0
                ? new Step(shape, runId, task, 1)
                : new Step(shape, runId, task.substring(0, at), Integer.parseInt(task.substring(at + 1)));
    }

    /** Of the task that runs this one; empty for a root. */
    static Lineage of(Family family, WorkflowInstance run) {
        return of(family, run.runId());
    }

    Step last() {
        return steps.get(steps.size() - 1);
    }

    boolean isLast(int index) {
        return index == steps.size() - 1;
    }

    /** The first place at which the two are in one run and at different tasks; -1 when they are in different trees. */
    int forkWith(Lineage other) {
        int shared = Math.min(steps.size(), other.steps.size());
        for (int i = 0; i < shared; i++) {
            if (!steps.get(i).isOfSameRunAs(other.steps.get(i))) {
                return -1;
            }
            if (!steps.get(i).equals(other.steps.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
