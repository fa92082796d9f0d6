package com.orchestrator.engine.store;

import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be read and written about schedules in one transaction. Whatever is about a schedule is read and written by whoever
 * has locked it; all are locked in the order of their names.
 */
public interface ScheduleTransaction {

    /** {@code engine_now()}, read once. */
    Instant now();

    /** Locks schedules that somebody has to look at, those that nobody else has locked. */
    List<StoredSchedule> lockDue(int limit);

    /** Locks these schedules; those that there are not are left out. */
    List<StoredSchedule> lock(Collection<ScheduleKey> keys);

    /** @return false when there is one of that name */
    boolean insert(StoredSchedule schedule);

    /** Writes everything. */
    void update(StoredSchedule schedule);

    /** Writes how far these are. */
    void updateProgress(Collection<StoredSchedule> schedules);

    /** With its times and its backfills. */
    void delete(ScheduleKey key);

    /** Times that are unsettled, in the order of their numbers, and whether their runs have ended; a job that has given up has. */
    Map<ScheduleKey, List<Fire.Known>> unsettled(Collection<ScheduleKey> keys);

    /**
     * Keeps new times. One that is there already stays, unless it was left out: then the new one takes its place.
     *
     * @return those that were kept
     */
    Set<Fire.Key> insertFires(Collection<Fire> fires);

    /** Writes what changes of a time: its state, and when, its run and why. */
    void updateFires(Collection<Fire> fires);

    /** The time that a trigger of that name has got before, while it is kept. */
    Optional<Fire> triggered(ScheduleKey key, String triggerId);

    /** From now on the time goes by the name of its trigger as well. */
    void nameTrigger(Fire.Key fire, String triggerId);

    /**
     * Keeps who has changed a schedule that is locked.
     *
     * @param actor null when nobody has: it has paused itself
     * @param spec what is so since then; null when it was deleted
     */
    void log(
            ScheduleKey key,
            ScheduleChange.Action action,
            @Nullable String actor,
            @Nullable String note,
            @Nullable ScheduleSpec spec);

    /** Counts runs of recent times that have not ended as runs before it again. */
    void watchAgain(ScheduleKey key);

    /** Forgets times that are settled and have a lower number. */
    void forgetBefore(Map<ScheduleKey, Long> numbers);

    /** The same, and what was kept of their jobs. */
    void forgetWithOutcomes(Map<ScheduleKey, Long> numbers);

    /** Those that are running, oldest first. */
    Map<ScheduleKey, List<StoredBackfill>> runningBackfills(Collection<ScheduleKey> keys);

    /** Those of these that there are. */
    List<StoredBackfill> findBackfills(Collection<UUID> batchIds);

    void insertBackfill(StoredBackfill backfill);

    void updateBackfills(Collection<StoredBackfill> backfills);
}
