package com.orchestrator.engine;

import com.orchestrator.engine.batch.Batches;
import com.orchestrator.engine.coordinator.Coordination;
import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.delivery.Courier;
import com.orchestrator.engine.delivery.Webhooks;
import com.orchestrator.engine.feed.Feed;
import com.orchestrator.engine.feed.FeedTrim;
import com.orchestrator.engine.maintenance.AdoptionSweep;
import com.orchestrator.engine.maintenance.BacklogGauge;
import com.orchestrator.engine.maintenance.BreakerSweep;
import com.orchestrator.engine.maintenance.BudgetGauge;
import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.maintenance.DueSweep;
import com.orchestrator.engine.maintenance.FairPlaceRetirement;
import com.orchestrator.engine.maintenance.FleetExchange;
import com.orchestrator.engine.maintenance.GateRetirement;
import com.orchestrator.engine.maintenance.IncidentGauge;
import com.orchestrator.engine.maintenance.MaintenanceLoop;
import com.orchestrator.engine.maintenance.PermitRecount;
import com.orchestrator.engine.maintenance.Rarely;
import com.orchestrator.engine.maintenance.ResultSweep;
import com.orchestrator.engine.maintenance.SetAsideSweep;
import com.orchestrator.engine.maintenance.SurroundingsGauge;
import com.orchestrator.engine.maintenance.WakeAudit;
import com.orchestrator.engine.maintenance.WorkerRetirement;
import com.orchestrator.engine.metrics.EngineFigures;
import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.repair.IncidentActions;
import com.orchestrator.engine.repair.Incidents;
import com.orchestrator.engine.retention.Retention;
import com.orchestrator.engine.retention.RunArchive;
import com.orchestrator.engine.scheduler.Scheduling;
import com.orchestrator.engine.scheduler.Targets;
import com.orchestrator.engine.secret.SecretSource;
import com.orchestrator.engine.secret.SecretTasks;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.EncryptionService;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WebhookService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The engine: give it a store, get the two services. Needs no container; several engines may share one database. Closing it
 * drains it; the store stays the caller's.
 */
public final class OrchestratorEngine implements AutoCloseable {

    /** Sweeps between two looks at what is not urgent: ten seconds, by default. */
    private static final int RARELY = 10;

    /** How long the end of a run is awaited for what waits behind it in a schedule; after that it is looked for. */
    private static final Duration END_AWAITED_MAX = Duration.ofMinutes(5);

    private static final Duration END_OF_SCHEDULES_MAX = Duration.ofSeconds(5);

    /** Of which one may look while others read. */
    private static final int FEEDER_THREADS = 3;

    private final Sightings sightings = new Sightings();
    private final Coordination coordination;
    private final MaintenanceLoop maintenance;

    /** Apart, since it takes its time, and others must not wait for it. */
    private final MaintenanceLoop upkeep;

    private final Scheduling scheduling;
    private final IncidentService incidents;
    private final Feed feed;
    private final Batches batches;
    private final Retention retention;
    private final Webhooks webhooks;
    private final EncryptionService encryption;
    private final Supplier<Surroundings.Connections> connections;
    private final ScheduledExecutorService feeder = Executors.newScheduledThreadPool(FEEDER_THREADS, task -> {
        Thread thread = new Thread(task, "orchestrator-feed");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledExecutorService batchSteps = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-batches");
        thread.setDaemon(true);
        return thread;
    });
    private final ExecutorService schedules = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-schedules");
        thread.setDaemon(true);
        return thread;
    });

    /** Without an archive of runs that are deleted, and without webhooks. */
    public OrchestratorEngine(EngineConfig config, EngineStore store, DefinitionCompiler compiler) {
        this(config, store, compiler, null, Courier.NONE);
    }

    /**
     * @param archive directory in which runs are kept before they are deleted, if the rule of their namespace says so; may be null
     * @param courier sends to webhooks; stays the caller's
     */
    public OrchestratorEngine(
            EngineConfig config,
            EngineStore store,
            DefinitionCompiler compiler,
            @Nullable Path archive,
            Courier courier) {
        RandomGenerator random = new SharedRandom();
        IdGenerator ids = new IdGenerator(InstantSource.system(), random);
        feed = new Feed(store, feeder, feeder, System::nanoTime);
        coordination = new Coordination(config, store, compiler, ids, random, feed::committed);
        retention = new Retention(
                store,
                coordination.workflows(),
                coordination.operator(),
                coordination.imports()::take,
                archive == null ? RunArchive.NONE : RunArchive.in(archive, store, ids),
                LockSupport::parkNanos,
                System::nanoTime);
        Wakeups wakeups = coordination.wakeups();
        WorkflowService workflows = coordination.workflows();
        scheduling = new Scheduling(
                store.schedules(),
                new Targets(workflows, coordination.jobs(), coordination::checkStart, coordination::checkJob),
                instanceId -> workflows.awaitResult(instanceId, END_AWAITED_MAX),
                ids,
                schedules);
        incidents = new Incidents(store.incidents(), new IncidentActions(workflows, scheduling.service()));
        batches = new Batches(store, workflows, coordination.operator(), retention, ids, sightings, batchSteps);
        webhooks = new Webhooks(
                store,
                feed,
                courier,
                ids,
                random,
                new Webhooks.Holder(
                        coordination.server(), config.sweepInterval(), run -> workflows.mask(List.of(run))));
        encryption = store.encryption();
        connections = store.watch()::connections;
        maintenance = new MaintenanceLoop("orchestrator-maintenance", chores(store, wakeups));
        maintenance.start(config.sweepInterval());
        upkeep = new MaintenanceLoop("orchestrator-retention", retention.sweep());
        upkeep.start(config.sweepInterval().multipliedBy(RARELY));
    }

    private List<Chore> chores(EngineStore store, Wakeups wakeups) {
        return List.of(
                new BreakerSweep(coordination.breakerHealth(), store.limits()),
                new DueSweep(store, coordination.currentLimits(), wakeups, scheduling.sweep()),
                new AdoptionSweep(coordination.currentLimits(), store.permits(), wakeups),
                scheduling.review(),
                new ResultSweep(store.reads(), wakeups),
                feed.sweep(),
                webhooks.sweep(),
                new Rarely(batches.sweep(), RARELY),
                new Rarely(new FeedTrim(store.feed()), RARELY),
                new Rarely(new FleetExchange(coordination.fleet()), RARELY),
                new Rarely(new WorkerRetirement(store.workers()), RARELY),
                new Rarely(new GateRetirement(store.claims()), RARELY),
                new Rarely(new FairPlaceRetirement(store.permits()), RARELY),
                new Rarely(new PermitRecount(store.permits(), coordination.permitAudit(), wakeups), RARELY),
                new Rarely(new BudgetGauge(coordination.currentLimits(), store.permits(), sightings), RARELY),
                new Rarely(new BacklogGauge(store.watch(), sightings), RARELY),
                new Rarely(new SurroundingsGauge(store.watch(), sightings), RARELY),
                new Rarely(new SetAsideSweep(store.setAside(), coordination.server(), wakeups, sightings), RARELY),
                new Rarely(new IncidentGauge(store.incidents(), sightings), RARELY),
                new Rarely(new WakeAudit(store.watch(), coordination.wakeRepair(), sightings), RARELY));
    }

    public WorkflowService workflowService() {
        return coordination.workflows();
    }

    public JobService jobService() {
        return coordination.jobs();
    }

    public TaskService taskService() {
        return coordination.tasks();
    }

    /** The same for workers that are given the secrets that definitions name, in place of their names. */
    public TaskService taskService(SecretSource secrets) {
        return new SecretTasks(
                coordination.tasks(), coordination::inputOf, secrets, coordination.counters()::secretIsMissing);
    }

    public ScheduleService scheduleService() {
        return scheduling.service();
    }

    public FleetService fleetService() {
        return coordination.fleet();
    }

    public IncidentService incidentService() {
        return incidents;
    }

    public LimitService limitService() {
        return coordination.limits();
    }

    public BatchService batchService() {
        return batches.service();
    }

    public FeedService feedService() {
        return feed;
    }

    public RetentionService retentionService() {
        return retention;
    }

    public EncryptionService encryptionService() {
        return encryption;
    }

    public WebhookService webhookService() {
        return webhooks.service();
    }

    /** What it counts of itself, for scrapes. */
    public EngineMetrics metrics() {
        return new EngineFigures(
                coordination.counters(),
                sightings,
                scheduling.counters(),
                retention.counters(),
                batches.counters(),
                webhooks.counters(),
                connections);
    }

    @Override
    public void close() {
        maintenance.close();
        upkeep.close();
        webhooks.close();
        coordination.close();
        feeder.shutdownNow();
        batchSteps.shutdownNow();
        endSchedules();
    }

    /** What is left over another server does. */
    private void endSchedules() {
        schedules.shutdown();
        try {
            schedules.awaitTermination(END_OF_SCHEDULES_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each thread's own generator, so that lanes do not wait for each other. */
    private static final class SharedRandom implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
