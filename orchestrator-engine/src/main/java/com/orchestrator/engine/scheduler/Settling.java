package com.orchestrator.engine.scheduler;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.FireState;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.scheduler.Starts.Started;
import com.orchestrator.engine.store.ScheduleTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records what came of starts, unless another server has meanwhile. */
record Settling(ScheduleTransaction transaction) {

    /** What a start came to; a time that is still being started is one whose outcome nobody knows. */
    record Result(
            StoredSchedule schedule,
            Fire fire,
            @Nullable Started started,
            @Nullable OrchestratorException refusal) {}

    List<Fire> settle(List<Result> results) {
        List<ScheduleKey> keys = results.stream()
                .map(result -> result.schedule().key())
                .distinct()
                .sorted()
                .toList();
        List<StoredSchedule> schedules = transaction.lock(keys);
        Map<Fire.Key, Instant> starting = transaction.unsettled(keys).values().stream()
                .flatMap(List::stream)
                .map(Fire.Known::fire)
                .filter(fire -> fire.state() == FireState.STARTING)
                .collect(Collectors.toMap(Fire::key, Fire::nominalAt));
        // A schedule that was deleted and put again counts its times anew.
        List<Fire> settled = results.stream()
                .filter(result -> result.fire()
                        .nominalAt()
                        .equals(starting.get(result.fire().key())))
                .map(this::settled)
                .filter(fire -> fire.state() != FireState.STARTING)
                .toList();
        transaction.updateFires(settled);
        transaction.updateBackfills(BackfillCount.of(transaction, settled));
        schedules.forEach(schedule -> pauseIfAtFault(schedule, results));
        return settled;
    }

    private Fire settled(Result result) {
        Fire fire = result.fire();
        Started started = result.started();
        if (started != null) {
            boolean isWatched =
                    result.schedule().spec().overlapOrDefault() != Overlap.ALLOW_ALL || fire.batchId() != null;
            FireState state = isWatched && !started.isOver() ? FireState.OPEN : FireState.STARTED;
            return fire.settled(state, transaction.now(), started.instanceId(), null);
        }
        OrchestratorException refusal = result.refusal();
        return refusal == null
                ? fire
                : fire.settled(
                        isFault(refusal) ? FireState.MISSED : FireState.SKIPPED,
                        transaction.now(),
                        null,
                        String.valueOf(refusal.getMessage()));
    }

    /** Nothing is wrong with a schedule whose workflow is paused, or whose run is there with another input. */
    static boolean isFault(OrchestratorException refusal) {
        return refusal.code() != ErrorCode.WORKFLOW_PAUSED && refusal.code() != ErrorCode.RUN_ID_CONFLICT;
    }

    private void pauseIfAtFault(StoredSchedule schedule, List<Result> results) {
        results.stream()
                .filter(result -> result.schedule().key().equals(schedule.key()))
                .filter(result -> result.started() == null && result.refusal() != null && isFault(result.refusal()))
                .findFirst()
                .filter(fault -> !schedule.paused())
                .ifPresent(fault -> pause(schedule, incident(fault)));
    }

    private void pause(StoredSchedule schedule, Schedule.Incident incident) {
        transaction.update(schedule.failed(incident, transaction.now()));
        transaction.log(schedule.key(), ScheduleChange.Action.FAILED, null, incident.message(), schedule.spec());
    }

    private static Schedule.Incident incident(Result fault) {
        OrchestratorException refusal = Objects.requireNonNull(fault.refusal());
        return new Schedule.Incident(
                refusal.code().name(),
                String.valueOf(refusal.getMessage()),
                fault.fire().nominalAt());
    }
}
