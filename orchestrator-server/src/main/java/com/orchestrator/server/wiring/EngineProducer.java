package com.orchestrator.server.wiring;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.definition.WorkflowSchema;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import java.util.UUID;

/** Builds the engine on its database: the one place that knows the concrete classes. */
final class EngineProducer {

    private static final UUID NO_INSTANCE = new UUID(0, 0);

    private EngineProducer() {}

    static Engine produce(EngineConfig config, PostgresConfig database) {
        EngineStore store = PostgresEngineStore.open(database);
        OrchestratorEngine engine =
                new OrchestratorEngine(config, store, new DefinitionCompiler(new ExpressionCompiler()));
        DatabaseProbe probe = new DatabaseProbe(() -> store.reads().findInstance(NO_INSTANCE), System::nanoTime);
        probe.start();
        return new Produced(store, engine, probe);
    }

    private record Produced(EngineStore store, OrchestratorEngine engine, DatabaseProbe probe) implements Engine {

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
        public EngineMetrics metrics() {
            return engine.metrics();
        }

        @Override
        public boolean isDatabaseUp() {
            return probe.isUp();
        }

        @Override
        public String workflowSchema() {
            return WorkflowSchema.json();
        }

        @Override
        public void close() {
            probe.close();
            engine.close();
            store.close();
        }
    }
}
