package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.batch.Batches;
import com.orchestrator.engine.decision.DecisionContext.Limits;
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
import com.orchestrator.engine.maintenance.WakeAudit;
import com.orchestrator.engine.maintenance.WorkerRetirement;
import com.orchestrator.engine.metrics.EngineCounters;
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
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A server's engine made of the real parts, without their threads: lanes, renewals, chores and alarms move when a test says
 * so, one batch at a time, so that a seed plays the same story each time.
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
    private static final AtomicLong STARTED = new AtomicLong();

    private final SteppedScheduler scheduler = new SteppedScheduler();
    private final List<BatchingThread<LaneRequest>> threads = new ArrayList<>();
    private final RingWheels wheels;
    private final Controls controls;
    private final Lanes lanes;
    private final LeaseRenewals renewals;
    private final TaskCoordinator tasks;
    private final WorkflowCoordinator workflows;
    private final List<RunCache> caches = new ArrayList<>();
    private final List<Chore> chores;
    private final EngineMetrics figures;
    private final FleetCoordinator fleet;
    private final Scheduling scheduling;
    private final LimitService limits;
    private final JobService jobs;
    private final EngineStore store;
    private final RunImports imports;
    private final Batches batches;

    /** @param pause what happens while a lane waits for its database */
    public SteppedEngine(
            EngineConfig config,
            EngineStore store,
            List<WorkflowPlan> known,
            InstantSource clock,
            Random random,
            LongConsumer pause) {
        this.store = store;
        CurrentLimits current = new CurrentLimits(store.limits());
        IdGenerator ids = new IdGenerator(clock, random);
        Plans plans =
                new Plans(store.definitions(), COMPILER, current, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
        known.forEach(plans::keep);
        imports = new RunImports(store.runs(), plans);
        wheels = new RingWheels(current::book);
        controls = new Controls(current);
        DemandBoard board = new DemandBoard();
        ResultWaiters waiters = new ResultWaiters();
        lanes = new Lanes(config.lanes(), board);
        EngineCounters counters = new EngineCounters();
        LongSupplier ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        LeaseBook leases = new LeaseBook(ticker);
        BreakerHealth health = new BreakerHealth(store.limits(), current);
        EffectDispatcher effects =
                new EffectDispatcher(waiters, new Alarms(lanes, scheduler), counters, leases, health, () -> {});
        SetAsides setAsides = new SetAsides(store.setAside(), random, server(), counters);
        lanes.open(selector -> lane(
                selector,
                config,
                plans,
                board,
                random,
                clock,
                counters,
                setAsides,
                runner -> new CommandRunner(store.runs(), runner, effects, pause)));
        renewals = new LeaseRenewals(store.leases(), lanes, config.batchMax());
        PollActivity polls = new PollActivity(board, store, counters, ticker);
        DrainOrders drains = new DrainOrders(board);
        fleet = new FleetCoordinator(UUID.randomUUID(), store, polls, leases, drains);
        RunReader reader = new RunReader(store, plans, polls, current);
        tasks = new TaskCoordinator(store, lanes, board, renewals, scheduler, polls, drains);
        workflows = new WorkflowCoordinator(store, plans, lanes, waiters, reader, ids, scheduler);
        Wakeups wakeups = new Wakeups(lanes, board, waiters);
        Sightings sightings = new Sightings();
        WakeRepair repair = new WakeRepair(reader, lanes);
        JobStarts jobStarts = new JobStarts(plans.jobs(), ids, lanes);
        jobs = new JobCoordinator(jobStarts, new JobReader(store, reader), workflows, scheduler);
        scheduling = new Scheduling(
                store.schedules(),
                new Targets(
                        workflows,
                        jobs,
                        request -> Inputs.check(
                                plans.forStart(request.namespace(), request.workflow(), request.revision()),
                                request.input()),
                        jobStarts::check),
                never -> new CompletableFuture<>(),
                ids,
                Runnable::run);
        limits = new LimitCoordinator(store.limits(), current, fleet, wakeups);
        batches = new Batches(
                store,
                workflows,
                new RunOperator(store.runs(), lanes, reader, Limits.DEFAULT, random, setAsides.server()),
                retention(RunArchive.NONE),
                ids,
                sightings,
                scheduler);
        figures = new EngineFigures(
                counters,
                sightings,
                scheduling.counters(),
                new RetentionCounters(),
                batches.counters(),
                new WebhookCounters(List::of));
        chores = List.of(
                new BreakerSweep(health, store.limits()),
                new DueSweep(store, current, wakeups, scheduling.sweep()),
                new AdoptionSweep(current, store.permits(), wakeups),
                new ResultSweep(store.reads(), wakeups),
                batches.sweep(),
                new FleetExchange(fleet),
                new WorkerRetirement(store.workers()),
                new GateRetirement(store.claims()),
                new FairPlaceRetirement(store.permits()),
                new PermitRecount(store.permits(), new PermitAudit(store.runs(), plans, counters), wakeups),
                new BudgetGauge(current, store.permits(), sightings),
                new BacklogGauge(store.watch(), sightings),
                new SetAsideSweep(store.setAside(), setAsides.server(), wakeups, sightings),
                new WakeAudit(store.watch(), repair, sightings));
    }

    /** Each is a process of its own. */
    private static UUID server() {
        return new UUID(0, STARTED.incrementAndGet());
    }

    private interface RunnerOf {
        CommandRunner of(BatchContext context);
    }

    private Lanes.Lane lane(
            LaneSelector selector,
            EngineConfig config,
            Plans plans,
            DemandBoard board,
            Random random,
            InstantSource clock,
            EngineCounters counters,
            SetAsides setAsides,
            RunnerOf runner) {
        Backlog backlog = new Backlog(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
        Limits limits = new Limits(
                config.leaseDefault(),
                config.lostMax(),
                config.mapItemsMax(),
                config.signalsMax(),
                config.signalBytesMax());
        RunCache cache = new RunCache(config.cachedBytesMax());
        caches.add(cache);
        BatchContext context = new BatchContext(
                selector, cache, plans, board, backlog, wheels, controls, random, limits, counters, setAsides);
        BatchingThread<LaneRequest> thread = new BatchingThread<>("lane", config.batchMax(), runner.of(context)::run);
        threads.add(thread);
        return new Lanes.Lane(thread, backlog);
    }

    public TaskService tasks() {
        return tasks;
    }

    /** What becomes of its runs. */
    public Retention retention(RunArchive archive) {
        return new Retention(store, workflows, imports::take, archive, server(), nanos -> {}, System::nanoTime);
    }

    public BatchService batches() {
        return batches.service();
    }

    public LimitService limits() {
        return limits;
    }

    public JobService jobs() {
        return jobs;
    }

    public ScheduleService schedules() {
        return scheduling.service();
    }

    public FleetService fleet() {
        return fleet;
    }

    /** One number of its figures; the sum over all labels. */
    public double figure(String name) {
        return figures.read().stream()
                .filter(figure -> figure.name().equals(name))
                .flatMap(figure -> figure.samples().stream())
                .mapToDouble(Figure.Sample::value)
                .sum();
    }

    public WorkflowService workflows() {
        return workflows;
    }

    /** What it remembers of a run, on whichever lane; as old as its last look at it. */
    public Optional<Run> remembers(UUID instanceId) {
        return caches.stream()
                .map(cache -> cache.get(instanceId))
                .filter(Objects::nonNull)
                .map(CachedRun::run)
                .findFirst();
    }

    /** Lets every lane, and the renewals, work off at most one batch; whether there was any. */
    public boolean step() {
        try {
            boolean worked = renewals.workOff(0);
            for (BatchingThread<LaneRequest> thread : threads) {
                worked |= thread.workOff(0);
            }
            return worked;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts a test", e);
        }
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
        scheduler.pass(time);
    }
}
