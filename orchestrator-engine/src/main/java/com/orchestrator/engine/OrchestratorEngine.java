package com.orchestrator.engine;

import com.orchestrator.engine.coordinator.Coordination;
import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.maintenance.BacklogGauge;
import com.orchestrator.engine.maintenance.DueSweep;
import com.orchestrator.engine.maintenance.FleetExchange;
import com.orchestrator.engine.maintenance.MaintenanceLoop;
import com.orchestrator.engine.maintenance.Rarely;
import com.orchestrator.engine.maintenance.ResultSweep;
import com.orchestrator.engine.maintenance.SetAsideSweep;
import com.orchestrator.engine.maintenance.WakeAudit;
import com.orchestrator.engine.maintenance.WorkerRetirement;
import com.orchestrator.engine.metrics.EngineFigures;
import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The engine: give it a store, get the two services. Needs no container; several engines may share one database. Closing it
 * drains it; the store stays the caller's.
 */
public final class OrchestratorEngine implements AutoCloseable {

    /** Sweeps between two looks at what is not urgent: ten seconds, by default. */
    private static final int RARELY = 10;

    private final Sightings sightings = new Sightings();
    private final Coordination coordination;
    private final MaintenanceLoop maintenance;

    public OrchestratorEngine(EngineConfig config, EngineStore store, DefinitionCompiler compiler) {
        RandomGenerator random = new SharedRandom();
        IdGenerator ids = new IdGenerator(InstantSource.system(), random);
        coordination = new Coordination(config, store, compiler, ids, random);
        Wakeups wakeups = coordination.wakeups();
        maintenance = new MaintenanceLoop(List.of(
                new DueSweep(store.leases(), coordination.currentLimits(), wakeups),
                new ResultSweep(store.reads(), wakeups),
                new Rarely(new FleetExchange(coordination.fleet()), RARELY),
                new Rarely(new WorkerRetirement(store.workers()), RARELY),
                new Rarely(new BacklogGauge(store.watch(), sightings), RARELY),
                new Rarely(new SetAsideSweep(store.setAside(), coordination.server(), wakeups, sightings), RARELY),
                new Rarely(new WakeAudit(store.watch(), coordination.wakeRepair(), sightings), RARELY)));
        maintenance.start(config.sweepInterval());
    }

    public WorkflowService workflowService() {
        return coordination.workflows();
    }

    public TaskService taskService() {
        return coordination.tasks();
    }

    public FleetService fleetService() {
        return coordination.fleet();
    }

    public LimitService limitService() {
        return coordination.limits();
    }

    /** What it counts of itself, for scrapes. */
    public EngineMetrics metrics() {
        return new EngineFigures(coordination.counters(), sightings);
    }

    @Override
    public void close() {
        maintenance.close();
        coordination.close();
    }

    /** Each thread's own generator, so that lanes do not wait for each other. */
    private static final class SharedRandom implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
