package com.orchestrator.engine.scheduler;

import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.metrics.ScheduleCounters;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.store.ScheduleStore;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Puts the parts of this package together. */
public final class Scheduling {

    /** Takes a while to make, and knows nothing of any server. */
    private static final ExpressionCompiler EXPRESSIONS = new ExpressionCompiler();

    private final ScheduleCounters counters = new ScheduleCounters();
    private final ScheduleCoordinator coordinator;
    private final Chore sweep;
    private final Chore review;

    /**
     * @param ends tells of the end of a run soon; a hint, which may never come
     * @param executor for what follows a start; never a lane
     */
    public Scheduling(
            ScheduleStore store,
            Targets targets,
            Function<UUID, CompletableFuture<WorkflowInstance>> ends,
            IdGenerator ids,
            Executor executor) {
        ScheduleCompiler compiler = new ScheduleCompiler(EXPRESSIONS, targets);
        ScheduleTicker ticker = new ScheduleTicker(store, compiler, targets, ends, counters, executor);
        this.coordinator = new ScheduleCoordinator(store, compiler, ticker, ids);
        this.sweep = new ScheduleSweep(ticker);
        this.review = new TimeZoneReview(store);
    }

    public ScheduleService service() {
        return coordinator;
    }

    /** To be run when schedules are due. */
    public Chore sweep() {
        return sweep;
    }

    /** To be run until there is no more of it, once after a start. */
    public Chore review() {
        return review;
    }

    public ScheduleCounters counters() {
        return counters;
    }
}
