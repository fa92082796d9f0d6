package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.Strand;
import com.orchestrator.engine.store.StrandLook;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Due work of one lane, of several strands at once, locked against other servers. Reads {@code ix_executions_ready} in its
 * order, in each strand from a place on: in front of it lie the entries of work that was handed out, which nobody but the
 * vacuum clears away.
 */
public final class LockDueExecutions {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT due.workflow_instance_id, look.queue, look.line, look.ring, due.place, due.execution_id
            FROM unnest(:queues, :lines, :rings, :places, :afters, :limits)
                AS look (queue, line, ring, place, after, most)
            CROSS JOIN LATERAL (
                SELECT t.workflow_instance_id, COALESCE(t.place, 0) AS place, t.execution_id
                FROM task_executions t
                WHERE t.state = 'READY' AND NOT t.held
                  AND t.queue = look.queue AND COALESCE(t.line, '') = look.line AND t.priority = look.ring
                  AND (COALESCE(t.place, 0), t.execution_id) > (look.place, look.after)
                  AND t.available_at <= CAST(:now AS timestamptz) AND t.shard % :lanes = :lane
                ORDER BY COALESCE(t.place, 0), t.execution_id
                LIMIT look.most
                FOR UPDATE SKIP LOCKED) AS due
            """);

    private LockDueExecutions() {}

    public static List<DueExecution> run(
            Connection connection, LaneSelector lane, Collection<StrandLook> looks, Instant now) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn(
                    "queues", ArrayType.TEXT, looks, look -> look.strand().queue());
            statement.bindColumn(
                    "lines", ArrayType.TEXT, looks, look -> look.strand().line());
            statement.bindColumn("rings", ArrayType.INT2, looks, look ->
                    (short) look.strand().ring());
            statement.bindColumn(
                    "places", ArrayType.INT8, looks, look -> look.after().place());
            statement.bindColumn(
                    "afters", ArrayType.UUID, looks, look -> look.after().executionId());
            statement.bindColumn("limits", ArrayType.INT4, looks, StrandLook::limit);
            return statement
                    .bind("now", NamedStatement.timestamp(now))
                    .bind("lanes", lane.lanes())
                    .bind("lane", lane.lane())
                    .list(row -> new DueExecution(
                            row.getObject("workflow_instance_id", UUID.class),
                            new Strand(row.getString("queue"), row.getString("line"), row.getInt("ring")),
                            new QueuePosition(row.getLong("place"), row.getObject("execution_id", UUID.class))));
        }
    }
}
