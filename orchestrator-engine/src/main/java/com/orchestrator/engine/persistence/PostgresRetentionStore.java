package com.orchestrator.engine.persistence;

import com.orchestrator.engine.persistence.sql.FindTrees;
import com.orchestrator.engine.persistence.sql.ForgetRuns;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RunTree;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whole trees of runs, each statement for all of them. */
final class PostgresRetentionStore implements RetentionStore {

    private final JdbcAccess jdbc;

    PostgresRetentionStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
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
            ForgetRuns.run(pipeline, RunTree.ids(taken));
            if (by != null) {
                pipeline.add(to -> ForgetRuns.remember(to, rootsOf(taken), by.actor(), by.reason()));
            }
            pipeline.flush();
            return taken.stream().map(RunTree::root).collect(Collectors.toSet());
        });
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
        return jdbc.transaction(connection -> ForgetRuns.ends(new Pipeline(connection), instanceIds));
    }

    @Override
    public boolean wasDeleted(UUID instanceId) {
        return jdbc.transaction(connection -> ForgetRuns.wasDeleted(connection, instanceId));
    }
}
