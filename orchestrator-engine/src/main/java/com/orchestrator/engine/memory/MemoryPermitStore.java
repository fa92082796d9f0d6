package com.orchestrator.engine.memory;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.MemoryRules.RuleTimes;
import com.orchestrator.engine.memory.MemoryTables.StoredExecution;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.PermitStore;
import com.orchestrator.engine.store.Strand;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemoryPermitStore implements PermitStore {

    private static final Comparator<Permit> BY_RULE =
            Comparator.comparing(Permit::rule).thenComparing(Permit::executionId, IdOrder.BY_BYTES);

    private static final Comparator<PlaceKey> BY_STRAND =
            Comparator.comparing(PlaceKey::strand).thenComparing(PlaceKey::key);

    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryPermitStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public OpenTransactions openTransactions() {
        synchronized (tables) {
            return new OpenTransactions(
                    clock.instant(), tables.open.stream().map(String::valueOf).collect(Collectors.toSet()));
        }
    }

    @Override
    public List<UUID> runsUnderWay() {
        synchronized (tables) {
            Stream<UUID> watched = tables.watches.values().stream()
                    .flatMap(watch -> watch.runs().stream())
                    .filter(this::isOpen);
            Stream<UUID> leased = tables.executions.values().stream()
                    .map(StoredExecution::row)
                    .filter(row -> row.state() == ExecutionState.LEASED)
                    .map(ExecutionRow::instanceId);
            return Stream.concat(watched, leased).distinct().toList();
        }
    }

    private boolean isOpen(UUID run) {
        InstanceRow row = tables.instances.get(run);
        return row != null && row.endedAt() == null;
    }

    @Override
    public void adopted(Map<RuleName, Long> since) {
        synchronized (tables) {
            long opened = since.entrySet().stream()
                    .filter(done -> opens(done.getKey().text(), done.getValue()))
                    .count();
            tables.rules.limitVersion += opened > 0 ? 1 : 0;
        }
    }

    private boolean opens(String row, Long since) {
        RuleTimes times = tables.rules.times(row);
        boolean isSame = since.equals(times.adopting());
        if (isSame) {
            tables.rules.put(row, new RuleTimes(null, times.openUntil(), times.countedFrom()));
        }
        return isSame;
    }

    @Override
    public List<Permit> list(@Nullable Permit after, int limit) {
        synchronized (tables) {
            return tables.rules.permits.stream()
                    .filter(permit -> after == null || BY_RULE.compare(permit, after) > 0)
                    .sorted(BY_RULE)
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public Map<RuleName, Long> budgets(int limit) {
        synchronized (tables) {
            Map<RuleName, Long> used = new HashMap<>();
            tables.rules.permits.stream()
                    .map(permit -> RuleName.parse(permit.rule()))
                    .filter(rule -> rule.kind() == RuleName.Kind.BUDGET)
                    .forEach(rule -> used.merge(rule, 1L, Long::sum));
            return used.entrySet().stream()
                    .sorted(Map.Entry.<RuleName, Long>comparingByValue()
                            .reversed()
                            .thenComparing(entry -> entry.getKey().text()))
                    .limit(limit)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    @Override
    public Optional<PlaceKey> forgetPlaces(PlaceKey after, int limit) {
        synchronized (tables) {
            List<PlaceKey> piece = tables.rules.fairPlaces.entrySet().stream()
                    .flatMap(strand ->
                            strand.getValue().keySet().stream().map(key -> new PlaceKey(strand.getKey(), key)))
                    .filter(place -> BY_STRAND.compare(place, after) > 0)
                    .sorted(BY_STRAND)
                    .limit(limit)
                    .toList();
            piece.stream()
                    .filter(this::isPast)
                    .toList()
                    .forEach(place -> places(place.strand()).remove(place.key()));
            return piece.stream().reduce((first, second) -> second);
        }
    }

    private Map<String, Long> places(Strand strand) {
        return tables.rules.fairPlaces.getOrDefault(strand, Map.of());
    }

    private boolean isPast(PlaceKey key) {
        long place = places(key.strand()).getOrDefault(key.key(), 0L);
        long furthest = Collections.max(places(key.strand()).values());
        long head = tables.executions.values().stream()
                .map(StoredExecution::row)
                .filter(row -> row.strand().equals(key.strand()) && row.state() == ExecutionState.READY && !row.held())
                .mapToLong(ExecutionRow::place)
                .min()
                .orElse(furthest);
        return place < furthest && place <= head;
    }
}
