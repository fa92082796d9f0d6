package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who is to be looked at, and when: one row for many runs, because their leases were granted in one transaction and end at
 * the same moment.
 */
public final class InsertWatches {

    /** So that a row stays within a page and is never moved out of line. */
    private static final int RUNS_PER_ROW = 100;

    private static final NamedSql SQL = NamedSql.of("""
            INSERT INTO lease_watches (over_at, instance_ids)
            SELECT min(over_at), array_agg(instance_id)
            FROM unnest(:rows, :times, :ids) AS new (row_number, over_at, instance_id)
            GROUP BY row_number
            """);

    private InsertWatches() {}

    private record Watched(int row, Instant overAt, UUID instanceId) {}

    /** One row for each second and hundred runs. */
    public static NamedStatement of(Connection connection, Map<UUID, Instant> overAt) {
        List<Watched> runs = inRows(overAt);
        return new NamedStatement(connection, SQL)
                .bindColumn("rows", ArrayType.INT4, runs, Watched::row)
                .bindColumn("times", ArrayType.TIMESTAMPTZ, runs, run -> run.overAt())
                .bindColumn("ids", ArrayType.UUID, runs, Watched::instanceId);
    }

    /** Runs of about the same time share a row. */
    private static List<Watched> inRows(Map<UUID, Instant> overAt) {
        Map<Long, List<Map.Entry<UUID, Instant>>> bySecond = new TreeMap<>();
        overAt.entrySet()
                .forEach(run -> bySecond.computeIfAbsent(run.getValue().getEpochSecond(), second -> new ArrayList<>())
                        .add(run));
        List<Watched> runs = new ArrayList<>();
        int row = 0;
        for (List<Map.Entry<UUID, Instant>> together : bySecond.values()) {
            for (int i = 0; i < together.size(); i++) {
                row += i % RUNS_PER_ROW == 0 ? 1 : 0;
                runs.add(new Watched(
                        row, together.get(i).getValue(), together.get(i).getKey()));
            }
        }
        return runs;
    }
}
