package com.orchestrator.engine.store;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.service.ListQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Schedules, their times and their backfills. */
public interface ScheduleStore {

    /**
     * Runs the work and commits, in a transaction of its own.
     *
     * @throws StoreUnavailableException when nobody knows whether it was committed; looking again is safe
     */
    <T> T inTransaction(Function<ScheduleTransaction, T> work);

    /** A schedule and when it was looked at, by the clock that decides. */
    Optional<Found> find(ScheduleKey key);

    /**
     * By namespace and name.
     *
     * @param namespace only those in it; all when null
     */
    Page<StoredSchedule> list(@Nullable String namespace, ListQuery query);

    /** Its times, the last one first. */
    List<Fire> lastFires(ScheduleKey key, int limit);

    /** Who has changed it, the newest first; also when it is deleted. */
    Page<ScheduleChange> changes(ScheduleKey key, ListQuery query);

    Optional<StoredBackfill> findBackfill(UUID batchId);

    /**
     * Walks over the schedules by name, and has those looked at soon whose next time was computed with other time zone data.
     *
     * @param after the name the piece begins behind
     * @return the last one of the piece; empty when none is behind it
     */
    Optional<ScheduleKey> wakeThoseOfOtherData(String tzdata, ScheduleKey after, int limit);

    /** The clock that decides. */
    Instant now();

    /** A schedule as it was at a moment. */
    record Found(StoredSchedule schedule, Instant at) {}
}
