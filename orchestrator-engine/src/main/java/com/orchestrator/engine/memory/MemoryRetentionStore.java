package com.orchestrator.engine.memory;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionChange.Action;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.ArchiveJson;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ArchiveText;
import com.orchestrator.engine.store.ClaimKey;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.JobEnd;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.RetentionRevision;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RunTree;
import com.orchestrator.engine.store.RunTree.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes away runs that have ended. */
final class MemoryRetentionStore implements RetentionStore {

    private static final RunField HOLD = new RunField.Label(LEGAL_HOLD);

    private final MemoryTables tables;
    private final InstantSource clock;

    /** What is kept beside the runs. */
    static final class Table {
        private final Map<UUID, Instant> deleted = new HashMap<>();
        private final SortedMap<String, List<RetentionChange>> changes = new TreeMap<>();
        private final Map<String, Claim> claims = new HashMap<>();

        private record Claim(UUID server, Instant until) {}
    }

    MemoryRetentionStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public List<RunTree> trees(Collection<UUID> roots) {
        synchronized (tables) {
            return roots.stream()
                    .filter(tables.instances::containsKey)
                    .map(this::tree)
                    .toList();
        }
    }

    private RunTree tree(UUID root) {
        List<InstanceRow> rows = new ArrayList<>();
        Deque<UUID> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            UUID next = open.remove();
            rows.add(MemoryTables.present(tables.instances.get(next), "a run of a tree exists", next));
            tables.instances.values().stream()
                    .filter(row -> next.equals(row.parentInstanceId()))
                    .map(InstanceRow::instanceId)
                    .forEach(open::add);
        }
        return new RunTree(
                root,
                rows.stream()
                        .map(this::member)
                        .sorted(Comparator.comparing(Member::instanceId, IdOrder.BY_BYTES))
                        .toList());
    }

    private Member member(InstanceRow row) {
        UUID parent = row.parentInstanceId();
        return new Member(
                row.instanceId(),
                parent != null && tables.instances.containsKey(parent) ? parent : null,
                row.namespace(),
                row.state(),
                row.endedAt(),
                tables.attributes.getOrDefault(row.instanceId(), Map.of()).containsKey(HOLD),
                tables.length(row.instanceId()));
    }

    @Override
    public Set<UUID> delete(Collection<RunTree> trees, @Nullable Deletion by) {
        Set<UUID> gone = new HashSet<>();
        synchronized (tables) {
            for (RunTree tree : trees) {
                if (isAsSeen(tree) && lock(tree)) {
                    tree.ids().forEach(this::forget);
                    gone.add(tree.root());
                    if (by != null) {
                        tree.ids().forEach(id -> tables.retention.deleted.put(id, clock.instant()));
                    }
                }
            }
            tables.locks.releaseAll(this);
        }
        return gone;
    }

    private boolean isAsSeen(RunTree tree) {
        Set<UUID> ids = Set.copyOf(tree.ids());
        return tables.instances.containsKey(tree.root())
                && tree(tree.root()).equals(tree)
                && tree.members().stream().allMatch(member -> member.endedAt() != null)
                && tables.messages.values().stream().noneMatch(message -> ids.contains(message.sender()));
    }

    private boolean lock(RunTree tree) {
        return tree.ids().stream().allMatch(id -> tables.locks.tryLock(id, this));
    }

    private void forget(UUID id) {
        InstanceRow row = tables.instances.get(id);
        tables.forget(id);
        tables.forgetProgress(id);
        tables.attributes.remove(id);
        tables.incidents.forget(id);
        tables.setAside.remove(id);
        tables.kept.values().removeIf(report -> report.instanceId().equals(id));
        tables.messages.values().removeIf(message -> message.receiver().equals(id));
        tables.executions
                .keySet()
                .removeIf(attempt -> ExecutionId.instanceOf(attempt).equals(id));
        tables.claims.all().stream()
                .filter(claim -> claim.instanceId().equals(id))
                .forEach(claim -> tables.claims.delete(new ClaimKey(claim.name(), id)));
        Stream.ofNullable(row).forEach(gone -> tables.jobKeys.remove(JobKey.id(gone.runId()), id));
    }

    @Override
    public int deleteEnds(Collection<UUID> instanceIds) {
        synchronized (tables) {
            List<UUID> there =
                    instanceIds.stream().filter(tables.jobEnds::containsKey).toList();
            there.forEach(tables::forgetEnd);
            return there.size();
        }
    }

    @Override
    public Set<UUID> talking(Collection<UUID> instanceIds) {
        synchronized (tables) {
            return tables.messages.values().stream()
                    .map(message -> message.sender())
                    .filter(instanceIds::contains)
                    .collect(Collectors.toSet());
        }
    }

    /** What is in memory is gone with the process. */
    @Override
    public Set<UUID> unsealed(Collection<UUID> instanceIds) {
        return Set.copyOf(instanceIds);
    }

    @Override
    public int eraseEnds(Collection<UUID> instanceIds) {
        return 0;
    }

    @Override
    public boolean wasDeleted(UUID instanceId) {
        synchronized (tables) {
            return tables.retention.deleted.containsKey(instanceId);
        }
    }

    @Override
    public int forgetDeleted(Duration kept, int limit) {
        synchronized (tables) {
            int before = tables.retention.deleted.size();
            Instant until = clock.instant().minus(kept);
            tables.retention.deleted.values().removeIf(at -> at.isBefore(until));
            return before - tables.retention.deleted.size();
        }
    }

    @Override
    public Map<UUID, List<Entry>> histories(Collection<UUID> instanceIds) {
        synchronized (tables) {
            return instanceIds.stream()
                    .filter(tables.instances::containsKey)
                    .collect(Collectors.toMap(id -> id, tables::read));
        }
    }

    @Override
    public ArchiveText archiveText() {
        return new ArchiveJson();
    }

    // ---- rules

    private List<RetentionChange> changesOf(String namespace) {
        return tables.retention.changes.getOrDefault(namespace, List.of());
    }

    private static RetentionChange last(List<RetentionChange> changes) {
        return changes.get(changes.size() - 1);
    }

    @Override
    public Optional<RetentionChange> rule(String namespace) {
        synchronized (tables) {
            List<RetentionChange> changes = changesOf(namespace);
            return changes.isEmpty() ? Optional.empty() : Optional.of(last(changes));
        }
    }

    @Override
    public Page<RetentionChange> rules(ListQuery query) {
        String after = query.cursor() == null ? "" : query.cursor();
        synchronized (tables) {
            return MemoryPages.page(
                    tables.retention.changes.values().stream()
                            .map(MemoryRetentionStore::last)
                            .filter(change ->
                                    change.rule() != null && change.namespace().compareTo(after) > 0),
                    query.limit(),
                    RetentionChange::namespace);
        }
    }

    @Override
    public SortedMap<String, RetentionRule> allRules() {
        SortedMap<String, RetentionRule> rules = new TreeMap<>();
        synchronized (tables) {
            tables.retention.changes.forEach((namespace, changes) -> {
                RetentionRule rule = last(changes).rule();
                if (rule != null) {
                    rules.put(namespace, rule);
                }
            });
        }
        return rules;
    }

    @Override
    public Changed change(String namespace, @Nullable RetentionRule rule, Author author) {
        synchronized (tables) {
            Optional<RetentionChange> newest = rule(namespace);
            long version = newest.map(RetentionChange::version).orElse(0L);
            RetentionRevision.check(namespace, version, author.ifVersion());
            RetentionRule before = newest.map(RetentionChange::rule).orElse(null);
            if (!Objects.equals(before, rule)) {
                Action action = rule == null ? Action.REMOVED : Action.SET;
                tables.retention
                        .changes
                        .computeIfAbsent(namespace, name -> new ArrayList<>())
                        .add(new RetentionChange(
                                namespace,
                                version + 1,
                                clock.instant(),
                                action,
                                author.actor(),
                                author.reason(),
                                rule));
            }
            return new Changed(before != null, rule(namespace));
        }
    }

    @Override
    public Page<RetentionChange> changes(String namespace, ListQuery query) {
        long before = query.cursor() == null ? Long.MAX_VALUE : MemoryPages.number(query.cursor());
        synchronized (tables) {
            return MemoryPages.page(
                    changesOf(namespace).stream()
                            .filter(change -> change.version() < before)
                            .sorted(Comparator.comparing(RetentionChange::version)
                                    .reversed()),
                    query.limit(),
                    change -> String.valueOf(change.version()));
        }
    }

    @Override
    public boolean claim(String namespace, UUID server, Duration lease) {
        synchronized (tables) {
            Table.Claim claim = tables.retention.claims.get(namespace);
            Instant now = clock.instant();
            if (claim != null
                    && !claim.server().equals(server)
                    && !claim.until().isBefore(now)) {
                return false;
            }
            tables.retention.claims.put(namespace, new Table.Claim(server, now.plus(lease)));
            return true;
        }
    }

    // ---- what is due

    /** All of a namespace is one piece. */
    @Override
    public Walked walk(String namespace, RetentionRule rule, Place from, int limit) {
        Instant now = clock.instant();
        List<UUID> due = new ArrayList<>();
        Duration longest = Duration.ZERO;
        synchronized (tables) {
            for (InstanceRow row : tables.instances.values()) {
                Duration overdue = RetentionRevision.overdue(rule, row.state(), row.endedAt(), now);
                if (overdue != null
                        && row.namespace().equals(namespace)
                        && member(row).parent() == null) {
                    due.add(row.instanceId());
                    longest = overdue.compareTo(longest) > 0 ? overdue : longest;
                }
            }
        }
        return new Walked(due, longest, null);
    }

    @Override
    public WalkedEnds walkEnds(Duration kept, UUID after, int limit) {
        Instant until = TimeRange.later(clock.instant(), kept.negated());
        synchronized (tables) {
            return new WalkedEnds(
                    tables.jobEnds.values().stream()
                            .map(JobEnd::job)
                            .filter(job ->
                                    job.endedAt() != null && !job.endedAt().isAfter(until))
                            .map(Job::instanceId)
                            .toList(),
                    null);
        }
    }
}
