package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.CountBy;
import com.orchestrator.engine.find.RunFilter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many runs of each kind fit a filter, as far as a bounded walk comes. */
public final class CountRuns {

    /** Runs that one walk looks at. */
    public static final int WALK_MAX = 3_000;

    /** Runs of one workflow that are counted, when nothing has to be looked at but its index. */
    static final int OF_WORKFLOW_MAX = 1_000;

    private CountRuns() {}

    /**
     * What a walk has counted.
     *
     * @param atLeast whether it ended before all were counted
     */
    public record Counted(Map<String, Long> counts, boolean atLeast) {
        public Counted {
            counts = Map.copyOf(counts);
        }

        /** Of runs that are different ones. */
        public Counted and(Counted other) {
            Map<String, Long> both = new HashMap<>(counts);
            other.counts.forEach((key, count) -> both.merge(key, count, Long::sum));
            return new Counted(both, atLeast || other.atLeast);
        }
    }

    /** @param walked how many of the kind were looked at */
    private record Group(@Nullable String key, long matching, long walked, boolean isCut) {}

    public static Counted run(Connection connection, RunFilter filter, CountBy by) throws SQLException {
        SqlText sql = new SqlText();
        RunSource source = new RunSource(sql, filter, false, null);
        IndexOrder.preferWithLookups(connection);
        if (by == CountBy.WORKFLOW && source.isOfWorkflowsAlone()) {
            sql.add(source.countsOfWorkflows(OF_WORKFLOW_MAX));
        } else {
            int walk = WALK_MAX / (1 + ListRuns.looks(filter));
            sql.add(
                            "SELECT k, count(*) FILTER (WHERE y.matches) AS matching, count(*) AS walked, FALSE AS is_cut FROM (SELECT ")
                    .add(key(by) + " AS k, ")
                    .add(new RunConditions(sql).of(filter) + " AS matches FROM (")
                    .add(source.candidates(walk, walk))
                    .add(") i) y GROUP BY k");
            return counted(connection, sql, walk);
        }
        return counted(connection, sql, Long.MAX_VALUE);
    }

    private static Counted counted(Connection connection, SqlText sql, long walk) throws SQLException {
        try (NamedStatement statement = sql.on(connection)) {
            List<Group> groups = statement.list(CountRuns::group);
            Map<String, Long> counts = new HashMap<>();
            groups.stream()
                    .filter(group -> group.key() != null)
                    .forEach(group -> counts.merge(Objects.requireNonNull(group.key()), group.matching(), Long::sum));
            boolean isCut = groups.stream().anyMatch(Group::isCut)
                    || groups.stream().mapToLong(Group::walked).sum() >= walk;
            return new Counted(counts, isCut);
        }
    }

    private static Group group(ResultSet row) throws SQLException {
        return new Group(row.getString("k"), row.getLong("matching"), row.getLong("walked"), row.getBoolean("is_cut"));
    }

    private static String key(CountBy by) {
        return switch (by) {
            case STATE -> "i.state";
            case WORKFLOW -> "i.workflow_name";
            case CODE -> RunConditions.CODE;
        };
    }
}
