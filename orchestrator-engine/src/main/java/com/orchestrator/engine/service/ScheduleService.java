package com.orchestrator.engine.service;

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
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Schedules: when work is started by itself. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s.
 */
public interface ScheduleService {

    /** Which schedule, by whom, and on condition of what. */
    record Target(
            String namespace,
            String name,
            String actor,
            @Nullable Long ifVersion) {}

    /**
     * Makes it what is said, be it new or not. What has come due before is done as it was said then.
     *
     * @param paused stays as it is when null; a new one is not paused
     * @throws com.orchestrator.api.error.OrchestratorException {@code SCHEDULE_INVALID} when it cannot be meant
     */
    Put put(Target target, ScheduleSpec spec, @Nullable Boolean paused, @Nullable String note);

    /** @param created whether it is new */
    record Put(Schedule schedule, boolean created) {}

    Schedule get(String namespace, String name);

    /**
     * By namespace and name, without their recent times and with one time to come each.
     *
     * @param namespace only those in it; all when null
     */
    Page<Schedule> list(@Nullable String namespace, ListQuery query);

    /** Who has changed it, the newest first; also when it is deleted. */
    Page<ScheduleChange> listChanges(String namespace, String name, ListQuery query);

    /** Nothing of it comes due any more; runs that are there go on. */
    void delete(Target target);

    /** Nothing of it comes due until it is resumed, and what waits for its turn is left out. */
    Schedule pause(Target target, @Nullable String note);

    /** Times from now on come due; those that have passed while it was paused do not. */
    Schedule resume(Target target);

    /**
     * Starts a run now, also when it is paused.
     *
     * @param overlap instead of the schedule's own when not null
     * @param triggerId the same again starts nothing more and is answered with the same time, for as long as that is kept
     */
    CompletableFuture<ScheduleFire> trigger(Target target, @Nullable Overlap overlap, @Nullable String triggerId);

    /** Starts the runs of times that have passed and have none. */
    Backfill backfill(Target target, BackfillRequest request);

    Backfill getBackfill(UUID batchId);

    Backfill pauseBackfill(UUID batchId);

    Backfill resumeBackfill(UUID batchId);

    /** No more of its runs are started; those that are there go on. */
    Backfill cancelBackfill(UUID batchId);

    /** Times to come of a schedule; also when it is paused. */
    ScheduleTimes upcoming(String namespace, String name, int count, @Nullable Instant after);

    /** What a timing comes to; needs no schedule. */
    ScheduleTimes preview(Timing timing, int count, @Nullable Instant after);
}
