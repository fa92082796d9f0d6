package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.sql.DataKeyRows;
import com.orchestrator.engine.persistence.sql.FindOverdue;
import com.orchestrator.engine.persistence.sql.FindOverdue.Looked;
import com.orchestrator.engine.persistence.sql.FindOverdue.LookedEnd;
import com.orchestrator.engine.persistence.sql.FindTrees;
import com.orchestrator.engine.persistence.sql.ForgetRuns;
import com.orchestrator.engine.persistence.sql.LoadPages;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.persistence.sql.ReadNow;
import com.orchestrator.engine.persistence.sql.RetentionRows;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ArchiveText;
import com.orchestrator.engine.store.RetentionRevision;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RunTree;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whole trees of runs, each statement for all of them. */
final class PostgresRetentionStore implements RetentionStore {

    private final JdbcAccess jdbc;
    private final Seals seals;
    private final RetentionRules rules;

    PostgresRetentionStore(JdbcAccess jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.rules = new RetentionRules(jdbc);
    }

    @Override
    public List<RunTree> trees(Collection<UUID> roots) {
        return jdbc.transaction(connection -> FindTrees.run(connection, roots));
    }

    @Override
    public Set<UUID> delete(Collection<RunTree> trees, @Nullable Deletion by) {
        return jdbc.transaction(connection -> {
            List<RunTree> taken = lock(connection, trees);
            if (taken.isEmpty()) {
                return Set.of();
            }
            Pipeline pipeline = new Pipeline(connection);
            forget(pipeline, RunTree.ids(taken));
            if (by != null) {
                pipeline.add(to -> ForgetRuns.remember(to, rootsOf(taken), by.actor(), by.reason()));
            }
            pipeline.flush();
            return taken.stream().map(RunTree::root).collect(Collectors.toSet());
        });
    }

    private void forget(Pipeline pipeline, List<UUID> ids) throws SQLException {
        ForgetRuns.run(pipeline, ids);
        forgetKeys(pipeline, ids);
    }

    private void forgetKeys(Pipeline pipeline, Collection<UUID> ids) {
        if (seals.isOn()) {
            pipeline.add(to -> DataKeyRows.delete(to, ids));
            seals.forget(ids);
        }
    }

    /**
     * Those that are still as they were seen, and stay so. What they have told others is looked at before the trees: a child that is not
     * there yet, and that nobody is told to start any more, does not come to be.
     */
    private static List<RunTree> lock(Connection connection, Collection<RunTree> trees) throws SQLException {
        List<UUID> ids = RunTree.ids(trees);
        Set<UUID> locked = ForgetRuns.lock(connection, ids);
        Set<UUID> talking = ForgetRuns.talking(connection, ids);
        List<UUID> roots = trees.stream()
                .filter(tree ->
                        locked.containsAll(tree.ids()) && tree.ids().stream().noneMatch(talking::contains))
                .map(RunTree::root)
                .toList();
        return roots.isEmpty()
                ? List.of()
                : FindTrees.run(connection, roots).stream()
                        .filter(new HashSet<>(trees)::contains)
                        .toList();
    }

    private static Map<UUID, UUID> rootsOf(List<RunTree> trees) {
        Map<UUID, UUID> roots = new HashMap<>();
        trees.forEach(tree -> tree.ids().forEach(id -> roots.put(id, tree.root())));
        return roots;
    }

    @Override
    public int deleteEnds(Collection<UUID> instanceIds) {
        return jdbc.transaction(connection -> {
            Pipeline pipeline = new Pipeline(connection);
            forgetKeys(pipeline, instanceIds);
            return ForgetRuns.ends(pipeline, instanceIds);
        });
    }

    @Override
    public Set<UUID> talking(Collection<UUID> instanceIds) {
        return jdbc.transaction(connection -> ForgetRuns.talking(connection, instanceIds));
    }

    @Override
    public Set<UUID> unsealed(Collection<UUID> instanceIds) {
        Set<UUID> unsealed = new HashSet<>(instanceIds);
        jdbc.transaction(connection -> DataKeyRows.find(connection, instanceIds))
                .forEach(key -> unsealed.remove(key.instanceId()));
        return unsealed;
    }

    @Override
    public int eraseEnds(Collection<UUID> instanceIds) {
        return jdbc.transaction(connection -> DataKeyRows.eraseEnds(connection, instanceIds));
    }

    @Override
    public boolean wasDeleted(UUID instanceId) {
        return jdbc.transaction(connection -> ForgetRuns.wasDeleted(connection, instanceId));
    }

    @Override
    public int forgetDeleted(Duration kept, int limit) {
        return jdbc.transaction(connection -> RetentionRows.forgetDeleted(connection, kept, limit));
    }

    @Override
    public Map<UUID, List<Entry>> histories(Collection<UUID> instanceIds) {
        Map<UUID, Long> wanted = instanceIds.stream().collect(Collectors.toMap(id -> id, id -> 0L));
        return jdbc.transaction(connection -> {
            List<LoadPages.Page> pages = LoadPages.run(connection, wanted);
            Known known = seals.ofPages(connection, pages);
            Map<UUID, List<Entry>> histories = new HashMap<>();
            pages.forEach(page -> histories
                    .computeIfAbsent(page.instanceId(), id -> new ArrayList<>())
                    .addAll(EventPage.read(page, known.of(page.instanceId()))));
            return histories;
        });
    }

    @Override
    public ArchiveText archiveText() {
        return new ArchiveJson();
    }

    // ---- rules

    @Override
    public Optional<RetentionChange> rule(String namespace) {
        return rules.find(namespace);
    }

    @Override
    public Page<RetentionChange> rules(ListQuery query) {
        return rules.page(query);
    }

    @Override
    public SortedMap<String, RetentionRule> allRules() {
        return rules.all();
    }

    @Override
    public Changed change(String namespace, @Nullable RetentionRule rule, Author author) {
        return rules.change(namespace, rule, author);
    }

    @Override
    public Page<RetentionChange> changes(String namespace, ListQuery query) {
        return rules.history(namespace, query);
    }

    @Override
    public boolean claim(String namespace, UUID server, Duration lease) {
        return jdbc.transaction(connection -> RetentionRows.claim(connection, namespace, server, lease));
    }

    // ---- what is due

    @Override
    public Walked walk(String namespace, RetentionRule rule, Place from, int limit) {
        return jdbc.transaction(connection -> {
            Instant now = ReadNow.run(connection);
            Instant until = RetentionRevision.latestStart(rule, now);
            List<Looked> looked = FindOverdue.runs(connection, namespace, from, until, limit);
            Place end = looked.size() < limit
                    ? FindOverdue.nextWorkflow(connection, namespace, from.workflow())
                            .map(Place::of)
                            .orElse(null)
                    : placeOf(from.workflow(), looked.get(looked.size() - 1));
            return walked(looked, rule, now, end);
        });
    }

    private static Place placeOf(String workflow, Looked last) {
        return new Place(workflow, last.listedAt(), last.instanceId());
    }

    private static Walked walked(List<Looked> looked, RetentionRule rule, Instant now, @Nullable Place end) {
        List<UUID> due = new ArrayList<>();
        Duration longest = Duration.ZERO;
        for (Looked run : looked) {
            Duration overdue = RetentionRevision.overdue(rule, run.state(), run.endedAt(), now);
            if (overdue != null && !run.hasParent()) {
                due.add(run.instanceId());
                longest = overdue.compareTo(longest) > 0 ? overdue : longest;
            }
        }
        return new Walked(due, longest, end);
    }

    @Override
    public WalkedEnds walkEnds(Duration kept, UUID after, int limit) {
        return jdbc.transaction(connection -> {
            Instant until = TimeRange.later(ReadNow.run(connection), kept.negated());
            List<LookedEnd> looked = FindOverdue.ends(connection, after, limit);
            List<UUID> due = looked.stream()
                    .filter(end -> end.endedAt() != null && !end.endedAt().isAfter(until))
                    .map(LookedEnd::instanceId)
                    .toList();
            return new WalkedEnds(
                    due,
                    looked.size() < limit ? null : looked.get(looked.size() - 1).instanceId());
        });
    }
}
