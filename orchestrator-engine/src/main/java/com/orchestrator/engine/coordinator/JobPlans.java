package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.definition.JobCompiler.Shape;
import com.orchestrator.engine.history.JobTerms;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plans of jobs. Most jobs of a type say the same and share one; those that all differ are not kept for ever. */
final class JobPlans {

    private static final int KEPT_MAX = 10_000;

    private final JobCompiler compiler;
    private final Map<Shape, WorkflowPlan> plans = new ConcurrentHashMap<>();

    JobPlans(JobCompiler compiler) {
        this.compiler = compiler;
    }

    /**
     * For a job that somebody wants to put.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code JOB_INVALID}
     */
    WorkflowPlan forPut(String type, JobTerms terms) {
        Shape shape = shapeOf(type, terms);
        WorkflowPlan known = plans.get(shape);
        return known != null ? known : keep(shape, compiler.compile(shape));
    }

    /** Of a job that there is. */
    WorkflowPlan get(String type, JobTerms terms) {
        Shape shape = shapeOf(type, terms);
        WorkflowPlan known = plans.get(shape);
        return known != null ? known : keep(shape, compiler.recompile(shape));
    }

    private static Shape shapeOf(String type, JobTerms terms) {
        return new Shape(type, terms.work(), terms.entityId() != null, terms.workload() != null);
    }

    private WorkflowPlan keep(Shape shape, WorkflowPlan plan) {
        if (plans.size() >= KEPT_MAX) {
            plans.clear();
        }
        plans.put(shape, plan);
        return plan;
    }
}
