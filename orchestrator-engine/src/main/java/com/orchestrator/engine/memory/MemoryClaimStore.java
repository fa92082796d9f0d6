package com.orchestrator.engine.memory;

import com.orchestrator.api.model.LockStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.decision.Gate;
import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ClaimKey;
import com.orchestrator.engine.store.ClaimRow;
import com.orchestrator.engine.store.ClaimStore;
import com.orchestrator.engine.store.InstanceRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What runs hold and wait for. */
final class MemoryClaimStore implements ClaimStore {

    private final MemoryTables tables;

    MemoryClaimStore(MemoryTables tables) {
        this.tables = tables;
    }

    /** The rows, and the order they were asked for in. */
    static final class Table {
        private final Map<ClaimKey, Stored> rows = new LinkedHashMap<>();
        private long lastSeq;

        private record Stored(ClaimRow row, long seq) {
            boolean waits() {
                return !row.isHeld();
            }
        }

        long next() {
            return ++lastSeq;
        }

        Runnable put(ClaimRow row, long seq) {
            ClaimKey key = new ClaimKey(row.name(), row.instanceId());
            Stored before = rows.get(key);
            rows.put(key, new Stored(row, before == null ? seq : before.seq()));
            return () -> {
                if (before == null) {
                    rows.remove(key);
                } else {
                    rows.put(key, before);
                }
            };
        }

        Runnable delete(ClaimKey key) {
            Stored before = rows.remove(key);
            return before == null ? () -> {} : () -> rows.put(key, before);
        }

        List<ClaimRow> all() {
            return rows.values().stream().map(Stored::row).toList();
        }

        private List<Stored> of(String name, boolean held) {
            return rows.values().stream()
                    .filter(stored ->
                            stored.row().name().equals(name) && stored.row().isHeld() == held)
                    .sorted(Comparator.comparingLong(Stored::seq))
                    .toList();
        }

        private List<UUID> runs(String name, boolean held) {
            return of(name, held).stream()
                    .map(stored -> stored.row().instanceId())
                    .toList();
        }

        Gate gate(String name) {
            List<UUID> holders = runs(name, true);
            return new Gate(next(), holders.size(), holders, runs(name, false));
        }

        Facts.Line line(String name) {
            return new Facts.Line(runs(name, true), runs(name, false));
        }

        boolean anyWaits() {
            return rows.values().stream().anyMatch(Stored::waits);
        }

        Set<String> lines() {
            Set<String> names = new TreeSet<>();
            rows.values().stream()
                    .filter(Stored::waits)
                    .forEach(stored -> names.add(stored.row().name()));
            return names;
        }

        List<UUID> admissible(Collection<String> names) {
            return names.stream()
                    .flatMap(name -> {
                        List<Stored> line = of(name, false);
                        int room = line.isEmpty()
                                ? 0
                                : line.get(0).row().room() - runs(name, true).size();
                        return line.stream()
                                .limit(Math.max(0, room))
                                .map(stored -> stored.row().instanceId());
                    })
                    .distinct()
                    .toList();
        }
    }

    @Override
    public List<UUID> findAdmissible(int limit) {
        synchronized (tables) {
            return tables.claims.admissible(tables.claims.lines()).stream()
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public Entangled findEntangled() {
        synchronized (tables) {
            Map<UUID, UUID> parents = new HashMap<>();
            Set<UUID> waiting = new HashSet<>();
            Set<UUID> several = new HashSet<>();
            Set<UUID> seen = new HashSet<>();
            for (ClaimRow row : tables.claims.all()) {
                if (!row.isHeld()) {
                    waiting.add(row.instanceId());
                }
                if (!seen.add(row.instanceId())) {
                    several.add(row.instanceId());
                }
            }
            waiting.forEach(run -> climb(run, parents));
            List<Link> links = tables.claims.rows.values().stream()
                    .filter(stored -> {
                        UUID run = stored.row().instanceId();
                        return parents.containsKey(run)
                                || parents.containsValue(run)
                                || (waiting.contains(run) && several.contains(run));
                    })
                    .map(stored -> new Link(
                            stored.row().name(),
                            stored.row().instanceId(),
                            stored.seq(),
                            stored.row().isHeld()))
                    .toList();
            return new Entangled(links, parents);
        }
    }

    private void climb(UUID run, Map<UUID, UUID> parents) {
        UUID at = run;
        for (UUID parent = parentOf(at); parent != null; parent = parentOf(at)) {
            parents.put(at, parent);
            at = parent;
        }
    }

    private @Nullable UUID parentOf(UUID run) {
        InstanceRow row = tables.instances.get(run);
        return row == null ? null : row.parentInstanceId();
    }

    @Override
    public int forgetGates(int limit) {
        return 0;
    }

    @Override
    public Page<LockStatus> listLocks(@Nullable String name, ListQuery query) {
        String after = query.cursor() == null ? "" : query.cursor();
        synchronized (tables) {
            List<LockStatus> found = tables.claims.all().stream()
                    .filter(row -> row.isHeld() && ClaimName.isLock(row.name()))
                    .filter(row -> name == null || ClaimName.shown(row.name()).equals(name))
                    .filter(row -> ClaimName.shown(row.name()).compareTo(after) > 0)
                    .sorted(Comparator.comparing(ClaimRow::name))
                    .limit(query.limit() + 1L)
                    .map(this::status)
                    .toList();
            return found.size() <= query.limit()
                    ? new Page<>(found, null)
                    : new Page<>(
                            found.subList(0, query.limit()),
                            found.get(query.limit() - 1).name());
        }
    }

    private LockStatus status(ClaimRow row) {
        long waiting = Stream.of(row.name())
                .flatMap(name -> tables.claims.runs(name, false).stream())
                .count();
        return new LockStatus(
                ClaimName.shown(row.name()),
                new LockStatus.Holder(row.instanceId(), row.taskId()),
                row.fence(),
                Objects.requireNonNull(row.since()),
                waiting);
    }
}
