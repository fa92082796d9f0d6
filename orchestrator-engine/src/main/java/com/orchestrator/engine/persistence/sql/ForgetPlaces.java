package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.PermitStore.PlaceKey;
import com.orchestrator.engine.store.Strand;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Forgets where keys of fair strands have come to that have fallen behind: one that is not beyond where its strand is now begins there
 * anyway ({@link TakePlaces}). The furthest of a strand stays, for it is where the strand is while nothing waits. Waits for nobody.
 */
public final class ForgetPlaces {

    private static final NamedSql SQL = NamedSql.of("""
            WITH piece AS (
                SELECT f.queue, f.line, f.ring, f.fair_key, f.place FROM fair_places f
                WHERE (f.queue, f.line, f.ring, f.fair_key) > (:queue, :line, CAST(:ring AS smallint), :key)
                ORDER BY f.queue, f.line, f.ring, f.fair_key LIMIT :limit),
            strands AS (
                SELECT s.queue, s.line, s.ring,
                    (SELECT max(p.place) FROM fair_places p
                     WHERE p.queue = s.queue AND p.line = s.line AND p.ring = s.ring) AS furthest,
                    (SELECT COALESCE(t.place, 0) FROM task_executions t
                     WHERE t.state = 'READY' AND NOT t.held
                       AND t.queue = s.queue AND COALESCE(t.line, '') = s.line AND t.priority = s.ring
                     ORDER BY COALESCE(t.place, 0), t.execution_id LIMIT 1) AS head
                FROM (SELECT DISTINCT queue, line, ring FROM piece) AS s),
            past AS (
                SELECT f.queue, f.line, f.ring, f.fair_key
                FROM piece p
                JOIN strands s ON s.queue = p.queue AND s.line = p.line AND s.ring = p.ring
                JOIN fair_places f ON f.queue = p.queue AND f.line = p.line AND f.ring = p.ring
                    AND f.fair_key = p.fair_key AND f.place = p.place
                WHERE p.place < s.furthest AND p.place <= COALESCE(s.head, s.furthest)
                FOR UPDATE OF f SKIP LOCKED),
            gone AS (
                DELETE FROM fair_places f USING past p
                WHERE f.queue = p.queue AND f.line = p.line AND f.ring = p.ring AND f.fair_key = p.fair_key)
            SELECT queue, line, ring, fair_key FROM piece
            ORDER BY queue DESC, line DESC, ring DESC, fair_key DESC LIMIT 1
            """);

    private ForgetPlaces() {}

    /** @return the last that was looked at */
    public static Optional<PlaceKey> run(Connection connection, PlaceKey after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("queue", after.strand().queue())
                    .bind("line", after.strand().line())
                    .bind("ring", after.strand().ring())
                    .bind("key", after.key())
                    .bind("limit", limit)
                    .list(row -> new PlaceKey(
                            new Strand(row.getString("queue"), row.getString("line"), row.getInt("ring")),
                            row.getString("fair_key")))
                    .stream()
                    .findFirst();
        }
    }
}
