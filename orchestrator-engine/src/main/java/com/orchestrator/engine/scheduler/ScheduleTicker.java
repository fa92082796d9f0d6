package com.orchestrator.engine.scheduler;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.metrics.ScheduleCounters;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.scheduler.Starts.Started;
import com.orchestrator.engine.scheduler.Turns.Effects;
import com.orchestrator.engine.scheduler.Turns.Start;
import com.orchestrator.engine.scheduler.Turns.Stop;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.ScheduleStore;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has schedules that are due decided, and does what follows: starts runs, ends those that are in the way, and records what came
 * of it. A crash between the two leaves times that are being started; whoever looks next starts them again, under the same run id.
 */
public final class ScheduleTicker {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleTicker.class);

    /** Locked in one transaction. */
    private static final int SCHEDULES_MAX = 100;

    private final ScheduleStore store;
    private final ScheduleCompiler compiler;
    private final WorkflowService workflows;
    private final Starts starts;
    private final Function<UUID, CompletableFuture<WorkflowInstance>> ends;
    private final ScheduleCounters counters;
    private final Executor executor;
    private final Set<UUID> watched = ConcurrentHashMap.newKeySet();

    /**
     * @param ends tells of the end of a run soon; a hint, which may never come
     * @param executor for what follows a start; never a lane
     */
    ScheduleTicker(
            ScheduleStore store,
            ScheduleCompiler compiler,
            Targets targets,
            Function<UUID, CompletableFuture<WorkflowInstance>> ends,
            ScheduleCounters counters,
            Executor executor) {
        this.store = store;
        this.compiler = compiler;
        this.workflows = targets.workflows();
        this.starts = new Starts(targets, compiler);
        this.ends = ends;
        this.counters = counters;
        this.executor = executor;
    }

    /**
     * Looks at some of the schedules that are due.
     *
     * @return whether there is more to look at, at once
     */
    boolean tick() {
        Looked looked = store.inTransaction(transaction -> {
            List<StoredSchedule> due = transaction.lockDue(SCHEDULES_MAX);
            return new Looked(new Turns(compiler, transaction).goOn(due), due.size());
        });
        perform(looked.effects());
        return looked.effects().hasMore() || looked.schedules() == SCHEDULES_MAX;
    }

    private record Looked(Effects effects, int schedules) {}

    /** Looks at one schedule, because a run of it has ended. */
    private void tick(ScheduleKey key) {
        try {
            perform(store.inTransaction(
                    transaction -> new Turns(compiler, transaction).goOn(transaction.lock(List.of(key)))));
        } catch (StoreUnavailableException later) {
            LOG.debug("Schedule {} will be looked at later: {}", key, later.toString());
        }
    }

    // ---- what follows a turn

    /** @return the times whose start was tried, as they are then; fails never */
    CompletableFuture<List<Fire>> perform(Effects effects) {
        effects.counts().forEach((state, times) -> counters.decided(state.name(), times));
        effects.stops().forEach(this::stop);
        effects.waiting().forEach((key, runs) -> runs.forEach(run -> watch(key, run)));
        if (effects.starts().isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<CompletableFuture<Settling.Result>> starts =
                effects.starts().stream().map(this::start).toList();
        return CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        done -> settle(
                                starts.stream().map(CompletableFuture::join).toList()),
                        executor)
                .exceptionally(ScheduleTicker::startedLater);
    }

    /** The starts will be repeated, since nobody has recorded that they were made. */
    private static List<Fire> startedLater(Throwable failure) {
        LOG.debug("What came of starts was not recorded and will be: {}", failure.toString());
        return List.of();
    }

    private CompletableFuture<Settling.Result> start(Start start) {
        return starts.start(start.schedule(), start.fire())
                .handleAsync((started, failure) -> result(start, started, refusal(failure)), executor);
    }

    private Settling.Result result(Start start, @Nullable Started started, @Nullable OrchestratorException refusal) {
        Optional<Started> there = refusal == null || !Settling.isFault(refusal)
                ? Optional.ofNullable(started)
                : starts.find(start.schedule(), start.fire());
        return new Settling.Result(start.schedule(), start.fire(), there.orElse(null), refusal);
    }

    private static @Nullable OrchestratorException refusal(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : Failures.causeOf(failure);
        return cause instanceof OrchestratorException refusal && !refusal.code().isRetryable() ? refusal : null;
    }

    private void stop(Stop stop) {
        String who = "schedule:" + stop.schedule();
        boolean isCancel = stop.how() == Overlap.CANCEL_OTHER;
        ControlRequest request =
                new ControlRequest("The next time of schedule " + stop.schedule() + " takes its place", isCancel);
        Command<ControlRequest> command = new Command<>(stop.instanceId(), request, who, null);
        CompletableFuture<WorkflowInstance> ended =
                isCancel ? workflows.cancelWorkflow(command) : workflows.terminateWorkflow(command);
        ended.exceptionally(refused -> {
            LOG.debug("Instance {} is not ended for its schedule: {}", stop.instanceId(), refused.toString());
            return null;
        });
    }

    /** Something waits for the end of the run: looks again as soon as it comes, if this server learns of it. */
    private void watch(ScheduleKey key, UUID instanceId) {
        if (watched.add(instanceId)) {
            executor.execute(() -> awaitEnd(key, instanceId));
        }
    }

    private void awaitEnd(ScheduleKey key, UUID instanceId) {
        CompletableFuture<WorkflowInstance> end;
        try {
            end = ends.apply(instanceId);
        } catch (OrchestratorException | StoreUnavailableException later) {
            end = CompletableFuture.failedFuture(later);
        }
        end.whenCompleteAsync(
                (run, failure) -> {
                    watched.remove(instanceId);
                    if (run != null && run.state().isTerminal()) {
                        tick(key);
                    }
                },
                executor);
    }

    // ---- what came of starts

    private List<Fire> settle(List<Settling.Result> results) {
        List<Fire> settled = store.inTransaction(transaction -> new Settling(transaction).settle(results));
        settled.forEach(fire -> counters.settled(fire.state().name()));
        return settled;
    }
}
