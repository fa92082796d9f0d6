package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.error.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the runs of batches. What has become of them is told in one statement with how far the batch is. */
public final class BatchItemRows {

    private static final NamedSql APPEND = NamedSql.of("""
            INSERT INTO batch_items (batch_id, position, instance_id)
            SELECT :id, :first + x.ordinality - 1, x.instance_id
            FROM unnest(:instances) WITH ORDINALITY AS x (instance_id, ordinality)
            """);

    private static final NamedSql EXCEPT = NamedSql.of("""
            INSERT INTO batch_exceptions (batch_id, position, instance_id, state, code, detail)
            SELECT :id, x.position, x.instance_id, x.state, x.code, x.detail
            FROM unnest(:positions, :instances, :states, :codes, :details)
                AS x (position, instance_id, state, code, detail)
            """);

    private static final NamedSql BEHIND = NamedSql.of("""
            SELECT i.instance_id FROM batch_items i
            WHERE i.batch_id = :id AND i.position > :after
            ORDER BY i.position LIMIT :limit
            """);

    private static final NamedSql LIST = NamedSql.of("""
            SELECT i.position, i.instance_id, x.code, x.detail,
                COALESCE(x.state, CASE WHEN i.position <= b.done THEN 'SUCCEEDED'
                    WHEN b.state = 'CANCELLED' THEN 'CANCELLED' ELSE 'PENDING' END) AS state
            FROM batches b
            JOIN batch_items i ON i.batch_id = b.batch_id
            LEFT JOIN batch_exceptions x ON x.batch_id = i.batch_id AND x.position = i.position
            WHERE b.batch_id = :id AND i.batch_id = :id AND i.position > :after
            ORDER BY i.position LIMIT :limit
            """);

    private static final NamedSql LIST_STATE = NamedSql.of("""
            SELECT x.position, x.instance_id, x.state, x.code, x.detail FROM batch_exceptions x
            WHERE x.batch_id = :id AND x.state = :state AND x.position > :after
            ORDER BY x.position LIMIT :limit
            """);

    private static final NamedSql FORGET_ITEMS = NamedSql.of("""
            DELETE FROM batch_items i USING (
                SELECT o.position FROM batch_items o WHERE o.batch_id = :id ORDER BY o.position LIMIT :limit) o
            WHERE i.batch_id = :id AND i.position = o.position
            """);

    private static final NamedSql FORGET_EXCEPTIONS = NamedSql.of("""
            DELETE FROM batch_exceptions i USING (
                SELECT o.position FROM batch_exceptions o WHERE o.batch_id = :id ORDER BY o.position LIMIT :limit) o
            WHERE i.batch_id = :id AND i.position = o.position
            """);

    private BatchItemRows() {}

    public static void append(Connection connection, UUID batchId, long firstPosition, List<UUID> instanceIds)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, APPEND)) {
            statement
                    .bind("id", batchId)
                    .bind("first", firstPosition)
                    .bindIds("instances", instanceIds)
                    .update();
        }
    }

    public static void except(Connection connection, UUID batchId, Collection<BatchItem> exceptions)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, EXCEPT)) {
            statement
                    .bind("id", batchId)
                    .bindColumn("positions", ArrayType.INT8, exceptions, BatchItem::position)
                    .bindColumn("instances", ArrayType.UUID, exceptions, BatchItem::instanceId)
                    .bindColumn(
                            "states",
                            ArrayType.TEXT,
                            exceptions,
                            item -> item.state().name())
                    .bindColumn(
                            "codes",
                            ArrayType.TEXT,
                            exceptions,
                            item -> item.code() == null
                                    ? ErrorCode.INTERNAL.name()
                                    : item.code().name())
                    .bindColumn(
                            "details", ArrayType.TEXT, exceptions, item -> item.detail() == null ? "" : item.detail())
                    .update();
        }
    }

    public static List<UUID> behind(Connection connection, UUID batchId, long position, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, BEHIND)) {
            return statement
                    .bind("id", batchId)
                    .bind("after", position)
                    .bind("limit", limit)
                    .list(row -> row.getObject("instance_id", UUID.class));
        }
    }

    public static List<BatchItem> list(
            Connection connection, UUID batchId, BatchItem.@Nullable State state, long after, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, state == null ? LIST : LIST_STATE)) {
            if (state != null) {
                statement.bind("state", state.name());
            }
            return statement
                    .bind("id", batchId)
                    .bind("after", after)
                    .bind("limit", limit)
                    .list(BatchItemRows::read);
        }
    }

    /** @return how many rows are gone; fewer than the limit when none is left */
    public static int forget(Connection connection, UUID batchId, int limit) throws SQLException {
        int gone = 0;
        for (NamedSql each : List.of(FORGET_EXCEPTIONS, FORGET_ITEMS)) {
            try (NamedStatement statement = new NamedStatement(connection, each)) {
                gone += statement.bind("id", batchId).bind("limit", limit).update();
            }
        }
        return gone;
    }

    private static BatchItem read(ResultSet row) throws SQLException {
        String code = row.getString("code");
        return new BatchItem(
                row.getLong("position"),
                row.getObject("instance_id", UUID.class),
                BatchItem.State.valueOf(row.getString("state")),
                code == null ? null : ErrorCode.valueOf(code),
                row.getString("detail"));
    }
}
