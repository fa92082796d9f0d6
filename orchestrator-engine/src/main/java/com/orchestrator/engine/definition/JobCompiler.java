package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job says → the plan of its run: that of the definition of one task that somebody would have written for it. So a job
 * takes, refuses and means what a definition does.
 */
public final class JobCompiler {

    /** The id of the one task. */
    public static final String TASK = "job";

    /** Of all jobs; their workflow is their type. */
    public static final String NAMESPACE = "jobs";

    private static final String TASK_POINTER = "/tasks/0";

    private final DefinitionCompiler definitions;

    public JobCompiler(DefinitionCompiler definitions) {
        this.definitions = definitions;
    }

    /** The fields of its task but for the type; null when all of them are left out. */
    public static @Nullable Payload workOf(JobRequest request) {
        ObjectNode work = JsonNodeFactory.instance.objectNode();
        if (request.queue() != null) {
            work.put("queue", request.queue());
        }
        put(work, "retry", request.retry());
        put(work, "timeouts", request.timeouts());
        put(work, "compensate", request.compensate());
        return work.isEmpty() ? null : Payload.ofTree(work);
    }

    private static void put(ObjectNode work, String field, @Nullable Payload value) {
        if (value != null) {
            work.set(field, value.tree());
        }
    }

    /**
     * What the plan of a job depends on; most jobs of a type have it in common.
     *
     * @param hasEntity whether it takes an entity's share of a fair queue; whose, its run says
     * @param hasWorkload whether it is of a budget; of which, its run says
     */
    public record Shape(String type, @Nullable Payload work, boolean hasEntity, boolean hasWorkload) {}

    /**
     * The plan of jobs that somebody wants to put.
     *
     * @throws OrchestratorException {@code JOB_INVALID} with everything that is wrong, by its place in the job
     */
    public WorkflowPlan compile(Shape shape) {
        try {
            return definitions.compile(document(shape).bytes()).plan().ofJobs(shape.type());
        } catch (OrchestratorException refusal) {
            throw ofJob(refusal);
        }
    }

    /** The plan of jobs that were accepted once. */
    public WorkflowPlan recompile(Shape shape) {
        return definitions.recompile(document(shape)).ofJobs(shape.type());
    }

    private static Payload document(Shape shape) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", "orchestrator/v1")
                .put("kind", "Workflow")
                .put("namespace", NAMESPACE)
                .put("name", TASK)
                .put("output", "${ tasks." + TASK + ".output }");
        ObjectNode task = document.putArray("tasks").addObject();
        if (shape.work() != null && shape.work().tree() instanceof ObjectNode fields) {
            task.setAll(fields);
        }
        task.put("id", TASK).put("task", shape.type());
        if (shape.hasEntity()) {
            task.putObject("fairness").put("key", "${ workflow.entityId }");
        }
        if (shape.hasWorkload()) {
            task.put("budget", "${ workflow.workload }");
        }
        return Payload.ofTree(document);
    }

    private static OrchestratorException ofJob(OrchestratorException refusal) {
        List<Problem.Detail> errors =
                refusal.errors().stream().map(JobCompiler::ofJob).toList();
        String detail = errors.isEmpty()
                ? String.valueOf(refusal.getMessage())
                : "The job has " + (errors.size() == 1 ? "1 fault" : errors.size() + " faults") + "; the first: "
                        + errors.get(0).detail();
        return new OrchestratorException(ErrorCode.JOB_INVALID, detail, errors);
    }

    private static Problem.Detail ofJob(Problem.Detail fault) {
        String place = fault.pointer().startsWith(TASK_POINTER)
                ? fault.pointer().substring(TASK_POINTER.length())
                : fault.pointer();
        String pointer = place.equals("/task") ? "/type" : place;
        return new Problem.Detail(pointer, 0, 0, fault.detail(), fault.hint(), fault.code());
    }
}
