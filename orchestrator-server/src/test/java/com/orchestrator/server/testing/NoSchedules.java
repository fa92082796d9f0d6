package com.orchestrator.server.testing;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.BackfillRequest;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.api.schedule.ScheduleTimes;
import com.orchestrator.api.schedule.Timing;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.ScheduleService;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** There are none and there will be none: who asks about schedules brings an {@link com.orchestrator.server.wiring.OwnEngine}. */
final class NoSchedules implements ScheduleService {

    private static OrchestratorException none() {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There are no schedules");
    }

    @Override
    public Put put(Target target, ScheduleSpec spec, @Nullable Boolean paused, @Nullable String note) {
        throw none();
    }

    @Override
    public Schedule get(String namespace, String name) {
        throw none();
    }

    @Override
    public Page<Schedule> list(@Nullable String namespace, ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<ScheduleChange> listChanges(String namespace, String name, ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public void delete(Target target) {
        throw none();
    }

    @Override
    public Schedule pause(Target target, @Nullable String note) {
        throw none();
    }

    @Override
    public Schedule resume(Target target) {
        throw none();
    }

    @Override
    public CompletableFuture<ScheduleFire> trigger(
            Target target, @Nullable Overlap overlap, @Nullable String triggerId) {
        throw none();
    }

    @Override
    public Backfill backfill(Target target, BackfillRequest request) {
        throw none();
    }

    @Override
    public Backfill getBackfill(UUID batchId) {
        throw none();
    }

    @Override
    public Backfill pauseBackfill(UUID batchId) {
        throw none();
    }

    @Override
    public Backfill resumeBackfill(UUID batchId) {
        throw none();
    }

    @Override
    public Backfill cancelBackfill(UUID batchId) {
        throw none();
    }

    @Override
    public ScheduleTimes upcoming(String namespace, String name, int count, @Nullable Instant after) {
        throw none();
    }

    @Override
    public ScheduleTimes preview(Timing timing, int count, @Nullable Instant after) {
        throw none();
    }
}
