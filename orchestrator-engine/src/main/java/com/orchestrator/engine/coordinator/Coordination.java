package com.orchestrator.engine.coordinator;

import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.decision.DecisionContext.Limits;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.metrics.EngineCounters;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.LaneSelector;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Puts the parts of this package together and owns their threads. */
public final class Coordination implements AutoCloseable {

    private static final int READER_THREADS = 4;

    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(daemon("orchestrator-alarms"));
    private final ExecutorService readers =
            Executors.newFixedThreadPool(READER_THREADS, daemon("orchestrator-readers"));
    private final DemandBoard board = new DemandBoard();
    private final RingWheels wheels;
    private final ResultWaiters waiters = new ResultWaiters();
    private final EngineCounters counters = new EngineCounters();
    private final FleetCoordinator fleet;
    private final SetAsides setAsides;
    private final WakeRepair repair;
    private final Lanes lanes;
    private final LeaseRenewals renewals;
    private final TaskCoordinator tasks;
    private final WorkflowCoordinator workflows;
    private final CurrentLimits currentLimits;
    private final BreakerHealth health;
    private final LimitCoordinator limits;
    private final Plans plans;
    private final JobStarts jobStarts;
    private final JobCoordinator jobs;
    private final PermitAudit permitAudit;
    private final RunImports imports;
    private final RunOperator operator;

    /** @param committed is told of each batch that has appended to histories, on its lane */
    public Coordination(
            EngineConfig config,
            EngineStore store,
            DefinitionCompiler compiler,
            IdGenerator ids,
            RandomGenerator random,
            Runnable committed) {
        setAsides = new SetAsides(store.setAside(), random, ids.next(), counters);
        currentLimits = new CurrentLimits(store.limits());
        plans = new Plans(store.definitions(), compiler, currentLimits, System::nanoTime);
        wheels = new RingWheels(currentLimits::book);
        lanes = new Lanes(config.lanes(), board);
        LeaseBook leases = new LeaseBook(System::nanoTime);
        health = new BreakerHealth(store.limits(), currentLimits);
        EffectDispatcher effects =
                new EffectDispatcher(waiters, new Alarms(lanes, scheduler), counters, leases, health, committed);
        lanes.open(selector -> lane(selector, config, store, plans, random, effects));
        renewals = new LeaseRenewals(store.leases(), lanes, config.batchMax());
        PollActivity polls = new PollActivity(board, store, counters, System::nanoTime);
        DrainOrders drains = new DrainOrders(board);
        fleet = new FleetCoordinator(ids.next(), store, polls, leases, drains);
        limits = new LimitCoordinator(store.limits(), currentLimits, fleet, wakeups());
        RunReader reader = new RunReader(store, plans, polls, currentLimits);
        repair = new WakeRepair(reader, lanes);
        tasks = new TaskCoordinator(store, lanes, board, renewals, scheduler, polls, drains);
        workflows = new WorkflowCoordinator(store, plans, lanes, waiters, reader, ids, readers);
        permitAudit = new PermitAudit(store.runs(), plans, counters);
        imports = new RunImports(store.runs(), plans);
        jobStarts = new JobStarts(plans.jobs(), ids, lanes);
        operator = new RunOperator(store.runs(), lanes, reader, limits(config), random, setAsides.server());
        jobs = new JobCoordinator(jobStarts, new JobReader(store, reader), workflows, readers);
        lanes.start();
        renewals.start();
    }

    private Lanes.Lane lane(
            LaneSelector selector,
            EngineConfig config,
            EngineStore store,
            Plans plans,
            RandomGenerator random,
            EffectDispatcher effects) {
        Backlog backlog = new Backlog(System::nanoTime);
        BatchContext context = new BatchContext(
                selector,
                new RunCache(config.cachedBytesMax()),
                plans,
                board,
                backlog,
                wheels,
                new Controls(currentLimits),
                random,
                limits(config),
                counters,
                setAsides);
        CommandRunner runner = new CommandRunner(store.runs(), context, effects, LockSupport::parkNanos);
        String name = "orchestrator-lane-" + selector.lane();
        return new Lanes.Lane(new BatchingThread<>(name, config.batchMax(), runner::run), backlog);
    }

    private static Limits limits(EngineConfig config) {
        return new Limits(
                config.leaseDefault(),
                config.lostMax(),
                config.mapItemsMax(),
                config.signalsMax(),
                config.signalBytesMax());
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    public WorkflowService workflows() {
        return workflows;
    }

    /**
     * Refuses a start that would be refused for what it says, and starts nothing.
     *
     * @throws com.orchestrator.api.error.OrchestratorException when it would be
     */
    public void checkStart(StartWorkflowRequest request) {
        Inputs.check(plans.forStart(request.namespace(), request.workflow(), request.revision()), request.input());
    }

    /**
     * Refuses a job that would be refused for what it says, and puts none.
     *
     * @throws com.orchestrator.api.error.OrchestratorException when it would be
     */
    public void checkJob(JobRequest request) {
        jobStarts.check(request);
    }

    public JobService jobs() {
        return jobs;
    }

    public TaskService tasks() {
        return tasks;
    }

    public Wakeups wakeups() {
        return new Wakeups(lanes, board, waiters);
    }

    public RunImports imports() {
        return imports;
    }

    public WakeRepair wakeRepair() {
        return repair;
    }

    public PermitAudit permitAudit() {
        return permitAudit;
    }

    public FleetCoordinator fleet() {
        return fleet;
    }

    public LimitService limits() {
        return limits;
    }

    /** For batches. */
    public RunOperator operator() {
        return operator;
    }

    public BreakerHealth breakerHealth() {
        return health;
    }

    public CurrentLimits currentLimits() {
        return currentLimits;
    }

    /** This process, as it is known to the store. */
    public UUID server() {
        return setAsides.server();
    }

    public EngineCounters counters() {
        return counters;
    }

    /** Answers held polls and waits, works off what is queued, then ends the threads. */
    @Override
    public void close() {
        tasks.drain();
        waiters.wakeAll();
        lanes.close();
        renewals.close();
        scheduler.shutdownNow();
        readers.shutdown();
    }
}
