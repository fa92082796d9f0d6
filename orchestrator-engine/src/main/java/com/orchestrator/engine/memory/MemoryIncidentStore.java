package com.orchestrator.engine.memory;

import com.orchestrator.api.incident.IncidentChange;
import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentResolution;
import com.orchestrator.api.incident.IncidentState;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.incident.IncidentChanges;
import com.orchestrator.engine.incident.IncidentCursor;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.incident.IncidentSource;
import com.orchestrator.engine.incident.OpenedIncident;
import com.orchestrator.engine.incident.ResolvedIncident;
import com.orchestrator.engine.memory.MemoryTables.StoredExecution;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.IncidentStore;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.ScheduleIncidents;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class MemoryIncidentStore implements IncidentStore {

    private static final Comparator<IncidentView> OLDEST_FIRST =
            Comparator.comparing(IncidentView::openedAt).thenComparing(IncidentView::incidentId, IdOrder.BY_BYTES);
    private static final Comparator<IncidentCursor> PLACES_NEWEST_FIRST = Comparator.comparingLong(
                    IncidentCursor::number)
            .thenComparing(IncidentCursor::id, IdOrder.BY_BYTES)
            .reversed();
    private static final Comparator<IncidentCursor> GREATEST_FIRST =
            Comparator.comparingLong(IncidentCursor::number).reversed().thenComparing(IncidentCursor::key);

    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryIncidentStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /** All incidents, and what people have said of them. */
    static final class Table {

        private final TreeMap<UUID, IncidentView> rows = new TreeMap<>(IdOrder.BY_BYTES);
        private final Map<UUID, List<IncidentChange>> changes = new HashMap<>();

        /** @return how to take it back */
        Runnable apply(UUID instanceId, IncidentChanges changed) {
            Map<UUID, IncidentView> before = new HashMap<>(rows);
            changed.resolved().forEach(this::resolve);
            changed.opened().forEach(this::open);
            if (changed.forgotten()) {
                forget(instanceId);
            }
            return () -> {
                rows.clear();
                rows.putAll(before);
            };
        }

        /** One that comes back is open again, unless somebody wants to hear no more of it. */
        private void open(OpenedIncident opened) {
            IncidentView before = rows.get(opened.incidentId());
            if (before == null) {
                rows.put(opened.incidentId(), opened.view());
            } else if (before.resolution() != IncidentResolution.IGNORED) {
                rows.put(
                        opened.incidentId(),
                        with(opened.view(), before.assignee(), before.note(), before.openedAt(), null));
            }
        }

        private void resolve(ResolvedIncident done) {
            rows.computeIfPresent(
                    done.incidentId(),
                    (id, row) -> row.stillOpen() ? with(row, row.assignee(), row.note(), row.openedAt(), done) : row);
        }

        void forget(UUID instanceId) {
            rows.values().removeIf(row -> instanceId.equals(row.instanceId()));
            changes.keySet().retainAll(rows.keySet());
        }

        void setAside(UUID instanceId, Incident incident, MemoryTables tables) {
            open(new OpenedIncident(
                    incident.incidentId(),
                    IncidentKind.SET_ASIDE,
                    instanceId,
                    source(instanceId, tables),
                    null,
                    incident.code(),
                    incident.message(),
                    incident.openedAt()));
        }

        private static IncidentSource source(UUID instanceId, MemoryTables tables) {
            InstanceRow row = tables.instances.get(instanceId);
            if (row != null) {
                return new IncidentSource(row.namespace(), row.workflow(), null);
            }
            StoredExecution first = tables.executions.get(ExecutionId.first(instanceId));
            return first == null
                    ? new IncidentSource("", "", null)
                    : new IncidentSource("jobs", first.row().taskType(), null);
        }

        /** @return how to take it back */
        Runnable goOn(UUID instanceId, Instant now) {
            Map<UUID, IncidentView> before = new HashMap<>(rows);
            List<ResolvedIncident> over = rows.values().stream()
                    .filter(row -> row.kind() == IncidentKind.SET_ASIDE && instanceId.equals(row.instanceId()))
                    .map(row -> new ResolvedIncident(row.incidentId(), IncidentResolution.WENT_ON, null, null, now))
                    .toList();
            over.forEach(this::resolve);
            return () -> rows.putAll(before);
        }

        /** A schedule has the incident it has, and no other. */
        void schedule(StoredSchedule schedule, Instant now) {
            Optional<OpenedIncident> incident = ScheduleIncidents.of(schedule);
            IncidentResolution how =
                    schedule.changedBy() == null ? IncidentResolution.WENT_ON : IncidentResolution.RETRIED;
            UUID stays = incident.map(OpenedIncident::incidentId).orElse(null);
            leaveSchedule(schedule.key(), stays, id -> new ResolvedIncident(id, how, schedule.changedBy(), null, now));
            incident.ifPresent(this::open);
        }

        void scheduleIsGone(ScheduleKey key, Instant now) {
            leaveSchedule(key, null, id -> new ResolvedIncident(id, IncidentResolution.ENDED, null, null, now));
        }

        private void leaveSchedule(ScheduleKey key, @Nullable UUID stays, Function<UUID, ResolvedIncident> how) {
            List<UUID> over = rows.values().stream()
                    .filter(row -> row.namespace().equals(key.namespace())
                            && key.name().equals(row.schedule())
                            && !row.incidentId().equals(stays))
                    .map(IncidentView::incidentId)
                    .toList();
            over.forEach(id -> resolve(how.apply(id)));
        }

        private void remember(UUID incidentId, IncidentChange change) {
            changes.computeIfAbsent(incidentId, id -> new ArrayList<>()).add(change);
        }
    }

    private static IncidentView with(
            IncidentView row,
            @Nullable String assignee,
            @Nullable String note,
            Instant openedAt,
            @Nullable ResolvedIncident done) {
        return new IncidentView(
                row.incidentId(),
                row.kind(),
                done == null ? IncidentState.OPEN : IncidentState.RESOLVED,
                row.fingerprint(),
                row.instanceId(),
                row.namespace(),
                row.workflow(),
                row.schedule(),
                row.taskId(),
                row.iteration(),
                row.round(),
                row.code(),
                row.message(),
                openedAt,
                assignee,
                note,
                done == null ? null : done.at(),
                done == null ? null : done.resolution(),
                done == null ? null : done.by(),
                done == null ? null : done.reason());
    }

    @Override
    public Optional<IncidentView> find(UUID incidentId) {
        synchronized (tables) {
            return Optional.ofNullable(tables.incidents.rows.get(incidentId));
        }
    }

    private List<IncidentView> all(Predicate<IncidentView> filter) {
        synchronized (tables) {
            return tables.incidents.rows.values().stream().filter(filter).toList();
        }
    }

    @Override
    public Page<IncidentView> list(IncidentFilter filter, ListQuery query) {
        Optional<IncidentCursor> behind = IncidentCursor.parse(query.cursor(), filter);
        return MemoryPages.page(
                all(filter::test).stream()
                        .filter(row -> behind.isEmpty() || PLACES_NEWEST_FIRST.compare(place(row), behind.get()) > 0)
                        .sorted(OLDEST_FIRST.reversed()),
                query.limit(),
                last -> place(last).text(filter));
    }

    private static IncidentCursor place(IncidentView incident) {
        return IncidentCursor.of(ChronoUnit.MICROS.between(Instant.EPOCH, incident.openedAt()), incident.incidentId());
    }

    @Override
    public Page<IncidentGroup> groups(IncidentGroupFilter filter, ListQuery query) {
        Optional<IncidentCursor> behind = IncidentCursor.parse(query.cursor(), filter);
        IncidentFilter open = new IncidentFilter(
                IncidentState.OPEN, null, filter.namespace(), filter.workflow(), filter.code(), null, null);
        Collection<List<IncidentView>> groups = all(open::test).stream()
                .collect(Collectors.groupingBy(IncidentView::fingerprint))
                .values();
        return MemoryPages.page(
                groups.stream()
                        .map(MemoryIncidentStore::group)
                        .filter(group -> behind.isEmpty() || GREATEST_FIRST.compare(place(group), behind.get()) > 0)
                        .sorted(Comparator.comparing(MemoryIncidentStore::place, GREATEST_FIRST)),
                query.limit(),
                last -> place(last).text(filter));
    }

    private static IncidentCursor place(IncidentGroup group) {
        return new IncidentCursor(group.count(), group.fingerprint());
    }

    private static IncidentGroup group(List<IncidentView> members) {
        IncidentView oldest = members.stream().min(OLDEST_FIRST).orElseThrow();
        IncidentView newest = members.stream().max(OLDEST_FIRST).orElseThrow();
        return new IncidentGroup(
                newest.fingerprint(),
                newest.namespace(),
                newest.workflow(),
                newest.taskId(),
                newest.code(),
                newest.message(),
                members.size(),
                oldest.openedAt(),
                newest.openedAt());
    }

    @Override
    public List<UUID> runsOf(String fingerprint, UUID after, int limit) {
        return all(row -> row.stillOpen() && row.fingerprint().equals(fingerprint)).stream()
                .map(IncidentView::instanceId)
                .filter(Objects::nonNull)
                .distinct()
                .filter(id -> IdOrder.BY_BYTES.compare(id, after) > 0)
                .sorted(IdOrder.BY_BYTES)
                .limit(limit)
                .toList();
    }

    @Override
    public long countOpen() {
        return all(IncidentView::stillOpen).size();
    }

    @Override
    public Optional<IncidentView> assign(
            UUID incidentId, @Nullable String assignee, @Nullable String note, String actor) {
        IncidentChange change =
                new IncidentChange(clock.instant(), actor, IncidentChange.Action.ASSIGNED, assignee, note);
        return change(
                incidentId,
                row -> !Objects.equals(row.assignee(), assignee) || !Objects.equals(row.note(), note),
                row -> with(row, assignee, note, row.openedAt(), done(row)),
                change);
    }

    private static @Nullable ResolvedIncident done(IncidentView row) {
        return row.stillOpen()
                ? null
                : new ResolvedIncident(
                        row.incidentId(),
                        Objects.requireNonNull(row.resolution()),
                        row.resolvedBy(),
                        row.reason(),
                        Objects.requireNonNull(row.resolvedAt()));
    }

    @Override
    public Optional<IncidentView> ignore(UUID incidentId, String actor, String reason) {
        Instant now = clock.instant();
        ResolvedIncident done = new ResolvedIncident(incidentId, IncidentResolution.IGNORED, actor, reason, now);
        return change(
                incidentId,
                IncidentView::stillOpen,
                row -> with(row, row.assignee(), row.note(), row.openedAt(), done),
                new IncidentChange(now, actor, IncidentChange.Action.IGNORED, null, reason));
    }

    private Optional<IncidentView> change(
            UUID incidentId, Predicate<IncidentView> changes, UnaryOperator<IncidentView> to, IncidentChange change) {
        synchronized (tables) {
            IncidentView row = tables.incidents.rows.get(incidentId);
            if (row != null && changes.test(row)) {
                tables.incidents.rows.put(incidentId, to.apply(row));
                tables.incidents.remember(incidentId, change);
            }
            return Optional.ofNullable(tables.incidents.rows.get(incidentId));
        }
    }

    @Override
    public List<IncidentChange> changes(UUID incidentId) {
        synchronized (tables) {
            return List.copyOf(tables.incidents.changes.getOrDefault(incidentId, List.of()));
        }
    }
}
