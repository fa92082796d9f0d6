package com.orchestrator.engine.memory;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.FireState;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.ScheduleStore;
import com.orchestrator.engine.store.ScheduleTransaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One transaction at a time; what it has written is taken back when it fails. */
final class MemoryScheduleStore implements ScheduleStore {

    private final MemoryTables tables;
    private final InstantSource clock;
    private final ScheduleNotes notes = new ScheduleNotes();

    MemoryScheduleStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public <T> T inTransaction(Function<ScheduleTransaction, T> work) {
        synchronized (tables) {
            Map<ScheduleKey, StoredSchedule> schedules = Map.copyOf(tables.schedules);
            Map<UUID, StoredBackfill> backfills = Map.copyOf(tables.backfills);
            Map<ScheduleKey, TreeMap<Long, Fire>> fires = tables.fires.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> new TreeMap<>(entry.getValue())));
            Runnable notesBefore = notes.copy();
            boolean isDone = false;
            try {
                T result = work.apply(new Transaction(clock.instant()));
                isDone = true;
                return result;
            } finally {
                if (!isDone) {
                    replace(tables.schedules, schedules);
                    replace(tables.backfills, backfills);
                    replace(tables.fires, fires);
                    notesBefore.run();
                }
            }
        }
    }

    private static <K, V> void replace(Map<K, V> now, Map<K, V> before) {
        now.clear();
        now.putAll(before);
    }

    @Override
    public Optional<Found> find(ScheduleKey key) {
        synchronized (tables) {
            return Optional.ofNullable(tables.schedules.get(key)).map(found -> new Found(found, clock.instant()));
        }
    }

    @Override
    public Page<StoredSchedule> list(@Nullable String namespace, ListQuery query) {
        synchronized (tables) {
            return MemoryPages.page(
                    tables.schedules.tailMap(after(query), false).values().stream()
                            .filter(schedule -> namespace == null
                                    || schedule.key().namespace().equals(namespace)),
                    query.limit(),
                    schedule ->
                            schedule.key().namespace() + "\n" + schedule.key().name());
        }
    }

    private static ScheduleKey after(ListQuery query) {
        String[] parts =
                query.cursor() == null ? new String[] {"", ""} : query.cursor().split("\n", 2);
        if (parts.length < 2) {
            throw new OrchestratorException(ErrorCode.INVALID_REQUEST, "'cursor' is wrong");
        }
        return new ScheduleKey(parts[0], parts[1]);
    }

    @Override
    public List<Fire> lastFires(ScheduleKey key, int limit) {
        synchronized (tables) {
            return fires(key).descendingMap().values().stream().limit(limit).toList();
        }
    }

    private TreeMap<Long, Fire> fires(ScheduleKey key) {
        return tables.fires.computeIfAbsent(key, absent -> new TreeMap<>());
    }

    @Override
    public Page<ScheduleChange> changes(ScheduleKey key, ListQuery query) {
        long before = query.cursor() == null ? Long.MAX_VALUE : MemoryPages.number(query.cursor());
        synchronized (tables) {
            List<ScheduleChange> newestFirst = new ArrayList<>(notes.changesOf(key));
            Collections.reverse(newestFirst);
            return MemoryPages.page(
                    newestFirst.stream().filter(change -> change.number() < before),
                    query.limit(),
                    last -> String.valueOf(last.number()));
        }
    }

    @Override
    public Optional<StoredBackfill> findBackfill(UUID batchId) {
        synchronized (tables) {
            return Optional.ofNullable(tables.backfills.get(batchId));
        }
    }

    @Override
    public Optional<ScheduleKey> wakeThoseOfOtherData(String tzdata, ScheduleKey after, int limit) {
        synchronized (tables) {
            List<ScheduleKey> piece = tables.schedules.tailMap(after, false).keySet().stream()
                    .limit(limit)
                    .toList();
            piece.forEach(key -> tables.schedules.computeIfPresent(key, (same, there) -> woken(there, tzdata)));
            return piece.stream().reduce((first, second) -> second);
        }
    }

    private StoredSchedule woken(StoredSchedule schedule, String tzdata) {
        StoredSchedule.Progress before = schedule.progress();
        boolean isOfOtherData = !before.tzdata().equals(tzdata)
                && before.wakeAt() != null
                && before.wakeAt().isAfter(clock.instant());
        return isOfOtherData
                ? schedule.with(new StoredSchedule.Progress(
                        before.settledTo(),
                        before.nextAt(),
                        clock.instant(),
                        before.lastNumber(),
                        before.missed(),
                        before.tzdata()))
                : schedule;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    private boolean isOver(Fire fire) {
        if (fire.instanceId() == null || tables.compact.contains(fire.instanceId())) {
            return false;
        }
        InstanceRow row = tables.instances.get(fire.instanceId());
        return row == null || row.endedAt() != null || hasGivenUp(row);
    }

    private static boolean hasGivenUp(InstanceRow row) {
        return row.namespace().equals(JobCompiler.NAMESPACE)
                && row.revision() == 0
                && (row.state() == WorkflowState.SUSPENDED || row.state() == WorkflowState.COMPENSATION_FAILED);
    }

    /** As long as it lasts, nobody else is at the tables. */
    private final class Transaction implements ScheduleTransaction {

        private final Instant now;

        Transaction(Instant now) {
            this.now = now;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public List<StoredSchedule> lockDue(int limit) {
            return tables.schedules.values().stream()
                    .filter(schedule -> schedule.progress().wakeAt() != null
                            && !schedule.progress().wakeAt().isAfter(now))
                    .sorted(Comparator.comparing(schedule -> schedule.progress().wakeAt()))
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<StoredSchedule> lock(Collection<ScheduleKey> keys) {
            return keys.stream()
                    .distinct()
                    .sorted()
                    .map(tables.schedules::get)
                    .filter(Objects::nonNull)
                    .toList();
        }

        @Override
        public boolean insert(StoredSchedule schedule) {
            return tables.schedules.putIfAbsent(schedule.key(), schedule) == null;
        }

        @Override
        public void update(StoredSchedule schedule) {
            tables.schedules.put(schedule.key(), schedule);
            tables.incidents.schedule(schedule, now());
        }

        @Override
        public void updateProgress(Collection<StoredSchedule> schedules) {
            schedules.forEach(schedule ->
                    tables.schedules.computeIfPresent(schedule.key(), (key, there) -> there.with(schedule.progress())));
        }

        @Override
        public void delete(ScheduleKey key) {
            tables.schedules.remove(key);
            tables.incidents.scheduleIsGone(key, now());
            tables.fires.remove(key);
            notes.forgetTriggers(key);
            tables.backfills.values().removeIf(backfill -> backfill.schedule().equals(key));
        }

        @Override
        public Map<ScheduleKey, List<Fire.Known>> unsettled(Collection<ScheduleKey> keys) {
            return keys.stream()
                    .distinct()
                    .flatMap(key -> fires(key).values().stream())
                    .filter(fire -> fire.state().isUnsettled())
                    .map(fire -> new Fire.Known(fire, isOver(fire)))
                    .collect(Collectors.groupingBy(known -> known.fire().schedule()));
        }

        @Override
        public Set<Fire.Key> insertFires(Collection<Fire> added) {
            long times = added.stream()
                    .map(fire -> List.of(fire.schedule(), fire.nominalAt()))
                    .distinct()
                    .count();
            if (times < added.size()) {
                throw new InvariantViolation("Against uk_schedule_fires_nominal, in one statement: " + added);
            }
            Set<Fire.Key> kept = new HashSet<>();
            added.forEach(fire -> {
                Optional<Fire> same = fires(fire.schedule()).values().stream()
                        .filter(there -> there.nominalAt().equals(fire.nominalAt()))
                        .findFirst();
                if (same.isEmpty() || same.get().state().isLeftOut()) {
                    same.ifPresent(there -> fires(there.schedule()).remove(there.number()));
                    fires(fire.schedule()).put(fire.number(), fire);
                    kept.add(fire.key());
                }
            });
            return kept;
        }

        @Override
        public void updateFires(Collection<Fire> changed) {
            changed.forEach(fire -> fires(fire.schedule()).computeIfPresent(fire.number(), (number, there) -> fire));
        }

        @Override
        public Optional<Fire> triggered(ScheduleKey key, String triggerId) {
            return notes.triggered(key, triggerId).map(number -> fires(key).get(number));
        }

        @Override
        public void nameTrigger(Fire.Key fire, String triggerId) {
            notes.nameTrigger(fire, triggerId);
        }

        @Override
        public void log(
                ScheduleKey key,
                ScheduleChange.Action action,
                @Nullable String actor,
                @Nullable String note,
                @Nullable ScheduleSpec spec) {
            notes.log(key, new ScheduleNotes.Said(action, actor, note, spec), now);
        }

        @Override
        public void watchAgain(ScheduleKey key) {
            fires(key)
                    .replaceAll((number, fire) -> fire.state() == FireState.STARTED && !isOver(fire)
                            ? MemoryScheduleStore.in(FireState.OPEN, fire)
                            : fire);
        }

        @Override
        public void forgetBefore(Map<ScheduleKey, Long> numbers) {
            numbers.forEach((key, before) -> fires(key)
                    .headMap(before)
                    .values()
                    .removeIf(fire -> !fire.state().isUnsettled()));
        }

        @Override
        public void forgetWithOutcomes(Map<ScheduleKey, Long> numbers) {
            numbers.forEach((key, before) -> fires(key).headMap(before).values().stream()
                    .filter(fire -> !fire.state().isUnsettled() && fire.instanceId() != null)
                    .forEach(fire -> tables.forgetEnd(fire.instanceId())));
            forgetBefore(numbers);
        }

        @Override
        public Map<ScheduleKey, List<StoredBackfill>> runningBackfills(Collection<ScheduleKey> keys) {
            return tables.backfills.values().stream()
                    .filter(backfill ->
                            backfill.state() == Backfill.State.RUNNING && keys.contains(backfill.schedule()))
                    .collect(Collectors.groupingBy(StoredBackfill::schedule));
        }

        @Override
        public List<StoredBackfill> findBackfills(Collection<UUID> batchIds) {
            return new ArrayList<>(batchIds)
                    .stream()
                            .map(tables.backfills::get)
                            .filter(Objects::nonNull)
                            .toList();
        }

        @Override
        public void insertBackfill(StoredBackfill backfill) {
            tables.backfills.put(backfill.batchId(), backfill);
        }

        @Override
        public void updateBackfills(Collection<StoredBackfill> backfills) {
            backfills.forEach(backfill -> tables.backfills.put(backfill.batchId(), backfill));
        }
    }

    private static Fire in(FireState state, Fire fire) {
        return new Fire(
                fire.schedule(),
                fire.number(),
                fire.nominalAt(),
                state,
                fire.moved(),
                fire.overlap(),
                fire.batchId(),
                fire.decidedAt(),
                fire.startedAt(),
                fire.instanceId(),
                fire.detail());
    }
}
