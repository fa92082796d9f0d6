package com.orchestrator.server.wiring;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.definition.WorkflowSchema;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An engine with the store that it alone uses here; both end with it. */
public final class OwnEngine implements Engine {

    private final EngineStore store;
    private final OrchestratorEngine engine;
    private final BooleanSupplier isStoreUp;

    /**
     * @param isStoreUp quick, also when the store does not answer
     * @param archive directory for runs that are deleted; null when there is none
     */
    public OwnEngine(EngineConfig config, EngineStore store, BooleanSupplier isStoreUp, @Nullable Path archive) {
        this.store = store;
        this.engine = new OrchestratorEngine(config, store, new DefinitionCompiler(new ExpressionCompiler()), archive);
        this.isStoreUp = isStoreUp;
    }

    /** On a store that is part of this process, and so always answers. */
    public static OwnEngine onLocal(EngineStore store) {
        return new OwnEngine(EngineConfig.DEFAULT, store, () -> true, null);
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
    public FleetService fleetService() {
        return engine.fleetService();
    }

    @Override
    public LimitService limitService() {
        return engine.limitService();
    }

    @Override
    public ScheduleService scheduleService() {
        return engine.scheduleService();
    }

    @Override
    public BatchService batchService() {
        return engine.batchService();
    }

    @Override
    public FeedService feedService() {
        return engine.feedService();
    }

    @Override
    public IncidentService incidentService() {
        return engine.incidentService();
    }

    @Override
    public RetentionService retentionService() {
        return engine.retentionService();
    }

    @Override
    public EngineMetrics metrics() {
        return engine.metrics();
    }

    @Override
    public boolean isDatabaseUp() {
        return isStoreUp.getAsBoolean();
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
