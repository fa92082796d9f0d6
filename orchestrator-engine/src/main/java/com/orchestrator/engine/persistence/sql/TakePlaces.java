package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.Strand;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Moves keys of fair strands on, each from where it has come to or from where the strand is now, whichever is later: at the head of
 * what waits, or when nothing does, at the furthest place that was ever taken.
 */
public final class TakePlaces {

    private static final NamedSql SQL = NamedSql.of("""
            WITH wanted AS (
                SELECT * FROM unnest(:queues, :lines, :rings, :keys, :taken) AS w (queue, line, ring, fair_key, taken)),
            clocks AS (
                SELECT s.queue, s.line, s.ring, COALESCE(
                    (SELECT COALESCE(t.place, 0) FROM task_executions t
                     WHERE t.state = 'READY' AND NOT t.held
                       AND t.queue = s.queue AND COALESCE(t.line, '') = s.line AND t.priority = s.ring
                     ORDER BY COALESCE(t.place, 0), t.execution_id LIMIT 1),
                    (SELECT p.place FROM fair_places p
                     WHERE p.queue = s.queue AND p.line = s.line AND p.ring = s.ring
                     ORDER BY p.place DESC LIMIT 1),
                    0) AS now
                FROM (SELECT DISTINCT queue, line, ring FROM wanted) AS s)
            INSERT INTO fair_places AS f (queue, line, ring, fair_key, place, taken)
            SELECT w.queue, w.line, w.ring, w.fair_key, c.now + w.taken, w.taken
            FROM wanted w JOIN clocks c ON c.queue = w.queue AND c.line = w.line AND c.ring = w.ring
            ORDER BY w.queue, w.line, w.ring, w.fair_key
            ON CONFLICT (queue, line, ring, fair_key) DO UPDATE
            SET place = GREATEST(f.place, EXCLUDED.place - EXCLUDED.taken) + EXCLUDED.taken, taken = EXCLUDED.taken
            RETURNING f.queue, f.line, f.ring, f.fair_key, f.place, f.taken
            """);

    private TakePlaces() {}

    /** @return the place of the last task of each */
    public static Map<FairShare, Long> run(Connection connection, Collection<FairShare> shares) throws SQLException {
        Map<FairShare, Long> places = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn(
                    "queues", ArrayType.TEXT, shares, share -> share.strand().queue());
            statement.bindColumn(
                    "lines", ArrayType.TEXT, shares, share -> share.strand().line());
            statement.bindColumn("rings", ArrayType.INT2, shares, share ->
                    (short) share.strand().ring());
            statement.bindColumn("keys", ArrayType.TEXT, shares, FairShare::key);
            statement.bindColumn("taken", ArrayType.INT8, shares, FairShare::taken);
            statement.list(row -> places.put(
                    new FairShare(
                            new Strand(row.getString("queue"), row.getString("line"), row.getInt("ring")),
                            row.getString("fair_key"),
                            row.getLong("taken")),
                    row.getLong("place")));
        }
        return places;
    }
}
