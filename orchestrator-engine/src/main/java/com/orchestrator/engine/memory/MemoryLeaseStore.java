package com.orchestrator.engine.memory;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.engine.memory.MemoryTables.StoredExecution;
import com.orchestrator.engine.store.Due;
import com.orchestrator.engine.store.ExecutionRef;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.LeaseStore;
import com.orchestrator.engine.store.LeaseWatch;
import com.orchestrator.engine.store.Strand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemoryLeaseStore implements LeaseStore {

    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryLeaseStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public Map<UUID, Renewed> renew(Collection<Renewal> renewals) {
        Instant now = clock.instant();
        Object transaction = new Object();
        Map<UUID, Renewed> renewed = new HashMap<>();
        synchronized (tables) {
            try {
                renewals.stream()
                        .sorted(Comparator.comparing(Renewal::executionId, IdOrder.BY_BYTES))
                        .forEach(renewal -> renewOne(renewal, now, transaction, renewed));
            } finally {
                tables.locks.releaseAll(transaction);
            }
        }
        return renewed;
    }

    private void renewOne(Renewal renewal, Instant now, Object transaction, Map<UUID, Renewed> renewed) {
        tables.locks.lock(renewal.executionId(), transaction);
        StoredExecution stored = tables.executions.get(renewal.executionId());
        if (stored == null || !isHeldBy(stored.row(), renewal, now)) {
            return;
        }
        ExecutionRow row = stored.row();
        Instant expiry = expiry(stored, renewal, now);
        if (renewal.progress() != null) {
            tables.progress.put(
                    new ProgressKey(row.instanceId(), row.taskId(), row.iteration(), row.kind()), renewal.progress());
        }
        tables.put(new StoredExecution(row, expiry));
        renewed.put(
                row.executionId(),
                new Renewed(renewal.workerId(), renewal.fenceToken(), expiry, row.cancelDeadline() != null));
    }

    private static Instant expiry(StoredExecution stored, Renewal renewal, Instant now) {
        ExecutionRow row = stored.row();
        Instant before = Objects.requireNonNull(stored.leaseExpiresAt());
        Instant own = TimeRange.later(now, Duration.ofMillis(row.leaseMillis()));
        Instant asked = renewal.lease() == null ? own : TimeRange.later(now, renewal.lease());
        Instant extended =
                Stream.of(before, own, asked).max(Comparator.naturalOrder()).orElseThrow();
        return Stream.of(extended, row.executionDeadline(), row.cancelDeadline())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static boolean isHeldBy(ExecutionRow row, Renewal renewal, Instant now) {
        return row.state() == ExecutionState.LEASED
                && renewal.workerId().equals(row.leaseHolder())
                && renewal.fenceToken() == row.fenceToken()
                && isAhead(row.executionDeadline(), now)
                && isAhead(row.cancelDeadline(), now);
    }

    private static boolean isAhead(@Nullable Instant deadline, Instant now) {
        return deadline == null || deadline.isAfter(now);
    }

    @Override
    public List<ExecutionRef> findExpiredLeases(int limit) {
        Instant now = clock.instant();
        synchronized (tables) {
            return tables.executions.values().stream()
                    .filter(stored -> stored.leaseExpiresAt() != null
                            && !stored.row().held()
                            && !stored.leaseExpiresAt().isAfter(now))
                    .sorted(Comparator.comparing(StoredExecution::leaseExpiresAt))
                    .limit(limit)
                    .map(stored -> new ExecutionRef(
                            stored.row().instanceId(), stored.row().executionId()))
                    .toList();
        }
    }

    @Override
    public List<UUID> findDueRuns(int limit) {
        Instant now = clock.instant();
        synchronized (tables) {
            return tables.instances.values().stream()
                    .filter(row -> row.wakeAt() != null && !row.wakeAt().isAfter(now))
                    .sorted(Comparator.comparing(InstanceRow::wakeAt))
                    .limit(limit)
                    .map(InstanceRow::instanceId)
                    .toList();
        }
    }

    @Override
    public List<UUID> findTold(int limit) {
        synchronized (tables) {
            return tables.messages.keySet().stream()
                    .map(MessageKey::receiver)
                    .filter(receiver -> tables.incident(receiver).isEmpty())
                    .distinct()
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public List<LeaseWatch> findDueWatches(int limit) {
        Instant now = clock.instant();
        synchronized (tables) {
            return tables.watches.entrySet().stream()
                    .filter(watch -> !watch.getValue().overAt().isAfter(now))
                    .sorted(Comparator.comparing(watch -> watch.getValue().overAt()))
                    .limit(limit)
                    .map(watch -> new LeaseWatch(
                            watch.getKey(), notEnded(watch.getValue().runs())))
                    .toList();
        }
    }

    private List<UUID> notEnded(Collection<UUID> runs) {
        return runs.stream()
                .filter(run -> Objects.requireNonNull(tables.instances.get(run)).endedAt() == null)
                .toList();
    }

    @Override
    public void endWatches(Collection<Long> watchIds) {
        synchronized (tables) {
            tables.watches.keySet().removeAll(watchIds);
        }
    }

    private boolean hasDueSchedule() {
        Instant now = clock.instant();
        synchronized (tables) {
            return tables.schedules.values().stream()
                    .map(schedule -> schedule.progress().wakeAt())
                    .anyMatch(wakeAt -> wakeAt != null && !wakeAt.isAfter(now));
        }
    }

    @Override
    public Due whatIsDue(Collection<String> queues) {
        return new Due(
                !findExpiredLeases(1).isEmpty(),
                !findDueWatches(1).isEmpty(),
                !findDueRuns(1).isEmpty(),
                !findTold(1).isEmpty(),
                hasDueSchedule(),
                anyWaits(),
                strands(queues),
                limitVersion(),
                clock.instant());
    }

    private long limitVersion() {
        synchronized (tables) {
            return tables.rules.limitVersion;
        }
    }

    private boolean anyWaits() {
        synchronized (tables) {
            return tables.claims.anyWaits();
        }
    }

    private Set<Strand> strands(Collection<String> queues) {
        Instant now = clock.instant();
        synchronized (tables) {
            return tables.executions.values().stream()
                    .map(StoredExecution::row)
                    .filter(row -> queues.contains(row.queue()) && MemoryRunTransaction.isDue(row, now))
                    .map(ExecutionRow::strand)
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public Map<ProgressKey, Payload> loadLastProgress(Collection<ProgressKey> keys) {
        synchronized (tables) {
            return keys.stream()
                    .filter(tables.progress::containsKey)
                    .collect(Collectors.toMap(Function.identity(), tables.progress::get));
        }
    }
}
