package com.orchestrator.engine.scheduler;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.FireState;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.ScheduleTurn;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.store.ScheduleTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns of schedules that are locked: read what they need, and record together what they come to. */
final class Turns {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    /** Times of a schedule that are kept at least; more than that are forgotten a few at a time. */
    private static final int KEPT = 100;

    private static final int FORGOTTEN_AT_ONCE = 50;

    private final ScheduleCompiler compiler;
    private final ScheduleTransaction transaction;
    private final List<Taken> taken = new ArrayList<>();
    private Map<ScheduleKey, List<Fire.Known>> unsettled = Map.of();

    private record Taken(StoredSchedule schedule, ScheduleTurn turn) {}

    /** A start that is to be made. */
    record Start(StoredSchedule schedule, Fire fire) {}

    /** A run that is to be ended, because another one waits for that. */
    record Stop(ScheduleKey schedule, UUID instanceId, Overlap how) {}

    /**
     * What is to be done after the commit.
     *
     * @param waiting runs whose end something waits for, by schedule
     * @param hasMore whether there is more to look at, at once
     */
    record Effects(
            List<Start> starts,
            List<Stop> stops,
            Map<ScheduleKey, List<UUID>> waiting,
            Map<FireState, Integer> counts,
            boolean hasMore) {

        static final Effects NONE = new Effects(List.of(), List.of(), Map.of(), Map.of(), false);
    }

    Turns(ScheduleCompiler compiler, ScheduleTransaction transaction) {
        this.compiler = compiler;
        this.transaction = transaction;
    }

    /** Everything that has come due. */
    Effects goOn(Collection<StoredSchedule> schedules) {
        if (schedules.isEmpty()) {
            return Effects.NONE;
        }
        List<ScheduleKey> keys = schedules.stream().map(StoredSchedule::key).toList();
        unsettled = transaction.unsettled(keys);
        Map<ScheduleKey, List<StoredBackfill>> backfills = transaction.runningBackfills(keys);
        schedules.forEach(schedule -> goOn(schedule, backfills.getOrDefault(schedule.key(), List.of())));
        return record();
    }

    private void goOn(StoredSchedule schedule, List<StoredBackfill> backfills) {
        try {
            begin(schedule).goOn(backfills);
        } catch (OrchestratorException fault) {
            fail(schedule, fault);
        }
    }

    /** What was accepted once cannot be meant here: most likely this server does not know its zone. */
    private void fail(StoredSchedule schedule, OrchestratorException fault) {
        Instant now = transaction.now();
        Schedule.Incident incident =
                new Schedule.Incident(fault.code().name(), String.valueOf(fault.getMessage()), now);
        transaction.update(asleep(schedule.failed(incident, now)));
        transaction.log(schedule.key(), ScheduleChange.Action.FAILED, null, incident.message(), schedule.spec());
    }

    private static StoredSchedule asleep(StoredSchedule schedule) {
        StoredSchedule.Progress progress = schedule.progress();
        return schedule.with(new StoredSchedule.Progress(
                progress.settledTo(), null, null, progress.lastNumber(), progress.missed(), progress.tzdata()));
    }

    /** A turn of one schedule, with what is unsettled of it; what it comes to is recorded by {@link #record}. */
    ScheduleTurn beginAlone(StoredSchedule schedule) {
        unsettled = transaction.unsettled(List.of(schedule.key()));
        return begin(schedule);
    }

    private ScheduleTurn begin(StoredSchedule schedule) {
        ScheduleTurn turn = new ScheduleTurn(
                schedule,
                compiler.known(schedule.spec()).times(),
                unsettled.getOrDefault(schedule.key(), List.of()),
                transaction.now());
        taken.add(new Taken(schedule, turn));
        return turn;
    }

    /** Writes everything, one statement for each kind of row. */
    Effects record() {
        List<Fire> added =
                taken.stream().flatMap(one -> one.turn().added().stream()).toList();
        Set<Fire.Key> kept = transaction.insertFires(added);
        transaction.updateFires(
                taken.stream().flatMap(one -> one.turn().changed().stream()).toList());
        transaction.updateBackfills(backfills(added, kept));
        transaction.updateProgress(taken.stream()
                .map(one -> one.schedule().with(one.turn().progress()))
                .toList());
        transaction.forgetBefore(forgotten(false));
        transaction.forgetWithOutcomes(forgotten(true));
        taken.forEach(Turns::tellOfOtherData);
        return effects(kept);
    }

    /** Clocks are changed at another time than was thought when the next time was computed. */
    private static void tellOfOtherData(Taken one) {
        StoredSchedule.Progress before = one.schedule().progress();
        StoredSchedule.Progress after = one.turn().progress();
        boolean isMoved = !before.tzdata().equals(after.tzdata())
                && before.nextAt() != null
                && before.nextAt().isAfter(after.settledTo())
                && !before.nextAt().equals(after.nextAt());
        if (isMoved) {
            ScheduleKey key = one.schedule().key();
            LogIds.of("schedule", key.name())
                    .and("namespace", key.namespace())
                    .log(() -> LOG.warn(
                            "Schedule {} comes next at {}, not at {}: by the time zone data {}, not {}",
                            key,
                            after.nextAt(),
                            before.nextAt(),
                            after.tzdata(),
                            before.tzdata()));
        }
    }

    /** A time that has a run already is not started by a backfill. */
    private List<StoredBackfill> backfills(List<Fire> added, Set<Fire.Key> kept) {
        Map<UUID, Long> lost = new HashMap<>();
        added.stream()
                .filter(fire -> fire.batchId() != null && !kept.contains(fire.key()))
                .filter(fire -> fire.state() != FireState.SKIPPED)
                .forEach(fire -> lost.merge(fire.batchId(), 1L, Long::sum));
        return taken.stream()
                .flatMap(one -> one.turn().backfills().stream())
                .map(backfill -> backfill.with(backfill.count().plus(0, 0, lost.getOrDefault(backfill.batchId(), 0L))))
                .toList();
    }

    /** @param traceless of schedules whose jobs are to leave nothing, or of the others */
    private Map<ScheduleKey, Long> forgotten(boolean traceless) {
        Map<ScheduleKey, Long> before = new HashMap<>();
        for (Taken one : taken) {
            long last = one.turn().progress().lastNumber();
            if (last / FORGOTTEN_AT_ONCE > one.schedule().progress().lastNumber() / FORGOTTEN_AT_ONCE
                    && last > KEPT
                    && ScheduledJob.leavesNothing(one.schedule().spec()) == traceless) {
                before.put(one.schedule().key(), last - KEPT);
            }
        }
        return before;
    }

    private Effects effects(Set<Fire.Key> kept) {
        List<Start> starts = new ArrayList<>();
        List<Stop> stops = new ArrayList<>();
        Map<ScheduleKey, List<UUID>> waiting = new LinkedHashMap<>();
        Map<FireState, Integer> counts = new HashMap<>();
        boolean hasMore = false;
        for (Taken one : taken) {
            ScheduleTurn turn = one.turn();
            ScheduleKey key = one.schedule().key();
            turn.changed().forEach(fire -> addStart(starts, one, fire));
            turn.added().stream().filter(fire -> kept.contains(fire.key())).forEach(fire -> {
                addStart(starts, one, fire);
                counts.merge(fire.state(), fire.state() == FireState.MISSED ? 0 : 1, Integer::sum);
            });
            counts.merge(FireState.MISSED, turn.missed(), Integer::sum);
            turn.stops().forEach((instanceId, how) -> stops.add(new Stop(key, instanceId, how)));
            if (turn.isWaiting()) {
                waiting.put(key, turn.open());
            }
            hasMore |= turn.hasMore();
        }
        return new Effects(starts, stops, waiting, counts, hasMore);
    }

    private static void addStart(List<Start> starts, Taken one, Fire fire) {
        if (fire.state() == FireState.STARTING) {
            starts.add(new Start(one.schedule(), fire));
        }
    }
}
