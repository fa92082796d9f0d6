package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import java.time.Duration;
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
 * @param signals which signals its runs take
 * @param admission what a run needs before its first task starts
 * @param searchAttributes what its runs can be found by
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
        SignalPlan signals,
        RunAdmission admission,
        List<SearchAttribute> searchAttributes,
        PlanIndex index) {

    public WorkflowPlan {
        searchAttributes = List.copyOf(searchAttributes);
    }

    public Node node(String id) {
        Node node = index.nodes().get(id);
        if (node == null) {
            throw new IllegalArgumentException("Workflow " + name + " revision " + revision + " has no task " + id);
        }
        return node;
    }

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
        PlanIndex index = PlanIndex.of(root, saga.after().values(), output);
        return new WorkflowPlan(
                namespace,
                name,
                revision,
                root,
                saga,
                priority,
                executionTimeout,
                runId,
                output,
                inputCheck,
                SignalPlan.of(root, saga.after().values()),
                RunAdmission.NONE,
                List.of(),
                index);
    }

    /** The same plan under the revision number the registry gave it. */
    public WorkflowPlan withRevision(int assigned) {
        return with(name, assigned, signals, admission, searchAttributes);
    }

    /** The same plan, whose runs also keep signals that none of its tasks waits for. */
    public WorkflowPlan withOpenSignals() {
        return with(name, revision, signals.opened(), admission, searchAttributes);
    }

    /** The same plan, whose runs need something before their first task starts. */
    public WorkflowPlan withAdmission(RunAdmission needed) {
        return with(name, revision, signals, needed, searchAttributes);
    }

    /** The same plan for jobs of a type. */
    public WorkflowPlan ofJobs(String type) {
        return with(type, revision, signals, admission, searchAttributes);
    }

    /** The same plan, whose runs can be found by these. */
    public WorkflowPlan withSearchAttributes(List<SearchAttribute> attributes) {
        return with(name, revision, signals, admission, attributes);
    }

    private WorkflowPlan with(
            String given, int assigned, SignalPlan taken, RunAdmission needed, List<SearchAttribute> attributes) {
        return new WorkflowPlan(
                namespace,
                given,
                assigned,
                root,
                saga,
                priority,
                executionTimeout,
                runId,
                output,
                inputCheck,
                taken,
                needed,
                attributes,
                index);
    }

    /** The maps and loops a task stands in, from the outside in. */
    public List<Repeated> repeatedAround(String id) {
        return index.repeated().getOrDefault(id, List.of());
    }

    public boolean hasNode(String id) {
        return index.nodes().containsKey(id);
    }

    /** The node behind which a save-point stands; null when there is no such save-point. */
    public @Nullable Node savepoint(String savepoint) {
        return index.savepoints().get(savepoint);
    }

    /** Whether a schema of it marks anything as sensitive. */
    public boolean marksSensitive() {
        return inputCheck.marks() || signals.marksSensitive();
    }

    /** Checks an input before a run is started with it. */
    public interface InputCheck {
        /** One sentence per fault, as JSON pointer → what is wrong; empty when the input fits. */
        Map<String, String> faults(Payload input);

        /** Whether it marks anything as sensitive, in whatever input. */
        default boolean marks() {
            return false;
        }

        /** JSON pointers to what is sensitive in this one. */
        default Set<String> sensitive(Payload input) {
            return Set.of();
        }
    }
}
