package com.orchestrator.server.testing;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.definition.WorkflowSchema;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.server.wiring.Engine;

/** A whole engine in memory behind the REST surface. */
public record InMemoryEngine(EngineStore store, OrchestratorEngine engine) implements Engine {

    public InMemoryEngine(EngineStore store) {
        this(
                store,
                new OrchestratorEngine(EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler())));
    }

    @Override
    public WorkflowService workflowService() {
        return engine.workflowService();
    }

    @Override
    public JobService jobService() {
        return engine.jobService();
    }

    @Override
    public TaskService taskService() {
        return engine.taskService();
    }

    @Override
    public ScheduleService scheduleService() {
        return engine.scheduleService();
    }

    @Override
    public FleetService fleetService() {
        return engine.fleetService();
    }

    @Override
    public LimitService limitService() {
        return engine.limitService();
    }

    @Override
    public EngineMetrics metrics() {
        return engine.metrics();
    }

    @Override
    public boolean isDatabaseUp() {
        return true;
    }

    @Override
    public String workflowSchema() {
        return WorkflowSchema.json();
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
