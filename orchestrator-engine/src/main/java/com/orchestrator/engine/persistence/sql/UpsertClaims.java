package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ClaimRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Who holds what, and who waits. What a run asks for in one batch has one place in the order; a place is kept. */
public final class UpsertClaims {

    private static final NamedSql SQL = NamedSql.of("""
            WITH asked AS (
                SELECT * FROM unnest(:names, :instances, :held, :rooms, :fences, :tasks, :since)
                    WITH ORDINALITY AS a (name, instance_id, held, room, fence, task_id, since, place)
            ), ordered AS (
                SELECT runs.instance_id, nextval('claim_order') AS seq
                FROM (SELECT a.instance_id, min(a.place) AS place FROM asked a GROUP BY a.instance_id ORDER BY 2) AS runs
            )
            INSERT INTO claims AS known (name, instance_id, seq, held, room, fence, task_id, since)
            SELECT a.name, a.instance_id, o.seq, a.held, a.room, a.fence, a.task_id, a.since
            FROM asked a JOIN ordered o USING (instance_id)
            ON CONFLICT (name, instance_id) DO UPDATE
            SET held = excluded.held, fence = excluded.fence, task_id = excluded.task_id, since = excluded.since
            """);

    private UpsertClaims() {}

    public static void run(Connection connection, Collection<ClaimRow> rows) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("names", ArrayType.TEXT, rows, ClaimRow::name);
            statement.bindColumn("instances", ArrayType.UUID, rows, ClaimRow::instanceId);
            statement.bindColumn("held", ArrayType.BOOL, rows, ClaimRow::isHeld);
            statement.bindColumn("rooms", ArrayType.INT4, rows, ClaimRow::room);
            statement.bindColumn("fences", ArrayType.INT8, rows, ClaimRow::fence);
            statement.bindColumn("tasks", ArrayType.TEXT, rows, ClaimRow::taskId);
            statement.bindColumn("since", ArrayType.TIMESTAMPTZ, rows, ClaimRow::since);
            statement.update();
        }
    }
}
