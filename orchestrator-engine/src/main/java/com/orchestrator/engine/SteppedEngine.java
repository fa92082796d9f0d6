package com.orchestrator.engine;

import com.orchestrator.engine.batch.Batches;
import com.orchestrator.engine.coordinator.Coordination;
import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.maintenance.AdoptionSweep;
import com.orchestrator.engine.maintenance.BacklogGauge;
import com.orchestrator.engine.maintenance.BreakerSweep;
import com.orchestrator.engine.maintenance.BudgetGauge;
import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.maintenance.DueSweep;
import com.orchestrator.engine.maintenance.FairPlaceRetirement;
import com.orchestrator.engine.maintenance.FleetExchange;
import com.orchestrator.engine.maintenance.GateRetirement;
import com.orchestrator.engine.maintenance.PermitRecount;
import com.orchestrator.engine.maintenance.ResultSweep;
import com.orchestrator.engine.maintenance.SetAsideSweep;
import com.orchestrator.engine.maintenance.SurroundingsGauge;
import com.orchestrator.engine.maintenance.WakeAudit;
import com.orchestrator.engine.maintenance.WorkerRetirement;
import com.orchestrator.engine.metrics.EngineFigures;
import com.orchestrator.engine.metrics.RetentionCounters;
import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.metrics.WebhookCounters;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.retention.Retention;
import com.orchestrator.engine.retention.RunArchive;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.scheduler.Scheduling;
import com.orchestrator.engine.scheduler.Targets;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.Figure;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * A server's engine made of the real parts, without their threads: lanes, renewals, chores and alarms move when somebody says so, one batch
 * at a time, so that a seed plays the same story each time. For tests, of the engine and of sagas.
 */
public final class SteppedEngine {

    /** So that everything that was asked for is one transaction. */
    public static final EngineConfig ONE_LANE = new EngineConfig(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            3,
            Duration.ofSeconds(1),
            1,
            500,
            1_000,
            10_000,
            1_000,
            1_000_000);

    private static final DefinitionCompiler COMPILER = new DefinitionCompiler(new ExpressionCompiler());
    private static final int CHORE_LIMIT = 50;

    private final EngineStore store;
    private final Coordination coordination;
    private final Sightings sightings = new Sightings();
    private final Scheduling scheduling;
    private final Batches batches;
    private final EngineMetrics figures;
    private final List<Chore> chores;

    /**
     * @param known definitions that it need not read
     * @param pause what happens while a lane waits for its database
     */
    public SteppedEngine(
            EngineConfig config,
            EngineStore store,
            List<WorkflowPlan> known,
            InstantSource clock,
            Random random,
            LongConsumer pause) {
        this.store = store;
        coordination = Coordination.stepped(config, store, COMPILER, random, clock, pause);
        known.forEach(coordination::keep);
        IdGenerator ids = new IdGenerator(clock, random);
        scheduling = new Scheduling(
                store.schedules(),
                new Targets(
                        coordination.workflows(),
                        coordination.jobs(),
                        coordination::checkStart,
                        coordination::checkJob),
                never -> new CompletableFuture<>(),
                ids,
                Runnable::run);
        batches = new Batches(
                store,
                coordination.workflows(),
                coordination.operator(),
                retention(RunArchive.NONE),
                ids,
                sightings,
                coordination.alarms());
        figures = new EngineFigures(
                coordination.counters(),
                sightings,
                scheduling.counters(),
                new RetentionCounters(),
                batches.counters(),
                new WebhookCounters(List::of),
                store.watch()::connections);
        chores = chores(coordination.wakeups());
    }

    private List<Chore> chores(Wakeups wakeups) {
        return List.of(
                new BreakerSweep(coordination.breakerHealth(), store.limits()),
                new DueSweep(store, coordination.currentLimits(), wakeups, scheduling.sweep()),
                new AdoptionSweep(coordination.currentLimits(), store.permits(), wakeups),
                new ResultSweep(store.reads(), wakeups),
                batches.sweep(),
                new FleetExchange(coordination.fleet()),
                new WorkerRetirement(store.workers()),
                new GateRetirement(store.claims()),
                new FairPlaceRetirement(store.permits()),
                new PermitRecount(store.permits(), coordination.permitAudit(), wakeups),
                new BudgetGauge(coordination.currentLimits(), store.permits(), sightings),
                new BacklogGauge(store.watch(), sightings),
                new SurroundingsGauge(store.watch(), sightings),
                new SetAsideSweep(store.setAside(), coordination.server(), wakeups, sightings),
                new WakeAudit(store.watch(), coordination.wakeRepair(), sightings));
    }

    public WorkflowService workflows() {
        return coordination.workflows();
    }

    public TaskService tasks() {
        return coordination.tasks();
    }

    public JobService jobs() {
        return coordination.jobs();
    }

    /** What becomes of its runs. */
    public Retention retention(RunArchive archive) {
        return new Retention(
                store,
                coordination.workflows(),
                coordination.operator(),
                coordination.imports()::take,
                archive,
                nanos -> {},
                System::nanoTime);
    }

    public BatchService batches() {
        return batches.service();
    }

    public LimitService limits() {
        return coordination.limits();
    }

    public ScheduleService schedules() {
        return scheduling.service();
    }

    public FleetService fleet() {
        return coordination.fleet();
    }

    /** What it counts of itself. */
    public List<Figure> figures() {
        return figures.read();
    }

    /** One number of its figures; the sum over all labels. */
    public double figure(String name) {
        return figures.read().stream()
                .filter(figure -> figure.name().equals(name))
                .flatMap(figure -> figure.samples().stream())
                .mapToDouble(Figure.Sample::value)
                .sum();
    }

    /** What it remembers of a run, on whichever lane; as old as its last look at it. */
    public Optional<Run> remembers(UUID instanceId) {
        return coordination.remembers(instanceId);
    }

    /** Lets every lane, and the renewals, work off at most one batch; whether there was any. */
    public boolean step() {
        return coordination.step();
    }

    /** Works until nothing is queued. */
    public void settle() {
        while (step()) {
            Thread.onSpinWait();
        }
    }

    /** Runs every chore once. */
    public void sweep() {
        chores.forEach(SteppedEngine::run);
    }

    /** A chore that meets a database that does not answer is tried again at the next sweep, as the loop does. */
    private static void run(Chore chore) {
        try {
            chore.runOnce(CHORE_LIMIT);
        } catch (StoreUnavailableException later) {
            Thread.onSpinWait();
        }
    }

    /** This server's own time, which alarms and held polls go by. */
    public void pass(Duration time) {
        coordination.pass(time);
    }
}
