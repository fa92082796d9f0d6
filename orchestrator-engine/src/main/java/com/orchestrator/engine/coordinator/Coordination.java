package com.orchestrator.engine.coordinator;

import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.decision.DecisionContext.Limits;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.metrics.EngineCounters;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.LaneSelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts the parts of this package together and owns their threads. */
public final class Coordination implements AutoCloseable {

    private final Tempo tempo;
    private final List<RunCache> caches = new ArrayList<>();
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
        this(config, store, compiler, ids, random, committed, Tempo.threads(ids.next()));
        lanes.start();
        renewals.start();
    }

    private Coordination(
            EngineConfig config,
            EngineStore store,
            DefinitionCompiler compiler,
            IdGenerator ids,
            RandomGenerator random,
            Runnable committed,
            Tempo tempo) {
        this.tempo = tempo;
        setAsides = new SetAsides(store.setAside(), random, tempo.server(), counters);
        currentLimits = new CurrentLimits(store.limits());
        plans = new Plans(store.definitions(), compiler, currentLimits, tempo.ticker());
        wheels = new RingWheels(currentLimits::book);
        lanes = new Lanes(config.lanes(), board);
        LeaseBook leases = new LeaseBook(tempo.ticker());
        health = new BreakerHealth(store.limits(), currentLimits);
        EffectDispatcher effects = new EffectDispatcher(
                waiters, new Alarms(lanes, tempo.scheduler()), counters, leases, health, committed);
        lanes.open(selector -> lane(selector, config, store, plans, random, effects));
        renewals = new LeaseRenewals(store.leases(), lanes, config.batchMax());
        PollActivity polls = new PollActivity(board, store, counters, tempo.ticker());
        DrainOrders drains = new DrainOrders(board);
        fleet = new FleetCoordinator(tempo.server(), store, polls, leases, drains);
        limits = new LimitCoordinator(store.limits(), currentLimits, fleet, wakeups());
        RunReader reader = new RunReader(store, plans, polls, currentLimits);
        repair = new WakeRepair(reader, lanes);
        tasks = new TaskCoordinator(store, lanes, board, renewals, tempo.scheduler(), polls, drains);
        workflows = new WorkflowCoordinator(store, plans, lanes, waiters, reader, ids, tempo.readers());
        permitAudit = new PermitAudit(store.runs(), plans, counters);
        imports = new RunImports(store.runs(), plans);
        jobStarts = new JobStarts(plans.jobs(), ids, lanes);
        operator = new RunOperator(store.runs(), lanes, reader, limits(config), random, setAsides.server());
        jobs = new JobCoordinator(jobStarts, new JobReader(store, reader), workflows, tempo.readers());
    }

    private Lanes.Lane lane(
            LaneSelector selector,
            EngineConfig config,
            EngineStore store,
            Plans plans,
            RandomGenerator random,
            EffectDispatcher effects) {
        Backlog backlog = new Backlog(tempo.ticker());
        RunCache cache = new RunCache(config.cachedBytesMax());
        caches.add(cache);
        BatchContext context = new BatchContext(
                selector,
                cache,
                plans,
                board,
                backlog,
                wheels,
                new Controls(currentLimits),
                random,
                limits(config),
                counters,
                setAsides);
        CommandRunner runner = new CommandRunner(store.runs(), context, effects, tempo.pause());
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

    /**
     * Without threads: nothing moves but by {@link #step} and {@link #pass}, one batch at a time, so that the same calls have the same
     * effects.
     *
     * @param clock tells the ticks by which parts of a server measure for themselves
     * @param pause what happens while a lane waits for its database
     */
    public static Coordination stepped(
            EngineConfig config,
            EngineStore store,
            DefinitionCompiler compiler,
            RandomGenerator random,
            InstantSource clock,
            LongConsumer pause) {
        return new Coordination(
                config, store, compiler, new IdGenerator(clock, random), random, () -> {}, Tempo.stepped(clock, pause));
    }

    /**
     * Lets every lane, and the renewals, work off at most one batch; for one without threads.
     *
     * @return whether there was any
     */
    public boolean step() {
        try {
            boolean renewed = renewals.workOff(0);
            return lanes.step() || renewed;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody waits here", e);
        }
    }

    /** This server's own time, which alarms and held polls go by; for one without threads. */
    public void pass(Duration time) {
        tempo.pass(time);
    }

    /** Spares it from reading and compiling a definition. */
    public void keep(WorkflowPlan plan) {
        plans.keep(plan);
    }

    /** What it remembers of a run, on whichever lane; as old as its last look at it. */
    public Optional<Run> remembers(UUID instanceId) {
        return caches.stream()
                .map(cache -> cache.get(instanceId))
                .filter(Objects::nonNull)
                .map(CachedRun::run)
                .findFirst();
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

    /** What the definition says of the input of a task that is handed out; null when it says nothing, as of jobs. */
    public @Nullable Template inputOf(LeasedTask task) {
        return task.revision() == 0
                ? null
                : TaskSpec.inputOf(
                        task.kind(),
                        plans.get(task.namespace(), task.workflow(), task.revision())
                                .node(task.taskId()));
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

    /** What alarms and held polls go by. */
    public ScheduledExecutorService alarms() {
        return tempo.scheduler();
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
        tempo.close();
    }
}
