package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.InstanceRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs that are neither under way nor completed, as lists find them. */
public final class NotableRuns {

    private static final int CODE_MAX = 255;

    private static final NamedSql PUT = NamedSql.of("""
            INSERT INTO notable_runs AS n (instance_id, namespace, workflow_name, state, code, listed_at)
            SELECT * FROM unnest(:ids, :namespaces, :workflows, :states, :codes, :listed)
            ON CONFLICT (instance_id) DO UPDATE SET
                state = excluded.state, code = excluded.code, listed_at = excluded.listed_at
            """);

    private static final NamedSql REMOVE = NamedSql.of("DELETE FROM notable_runs WHERE instance_id = ANY (:ids)");

    private static final NamedSql SET_ASIDE = NamedSql.of("""
            INSERT INTO notable_runs AS n (instance_id, namespace, workflow_name, state, code, listed_at)
            SELECT instance_id, namespace, workflow_name, state, :code, COALESCE(started_at, created_at)
            FROM workflow_instances WHERE instance_id = :id AND ended_at IS NULL
            ON CONFLICT (instance_id) DO UPDATE SET state = excluded.state, code = excluded.code
            """);

    private NotableRuns() {}

    public static NamedStatement put(Connection connection, Collection<InstanceRow> rows) {
        NamedStatement statement = new NamedStatement(connection, PUT);
        statement.bindColumn("ids", ArrayType.UUID, rows, InstanceRow::instanceId);
        statement.bindColumn("namespaces", ArrayType.TEXT, rows, InstanceRow::namespace);
        statement.bindColumn("workflows", ArrayType.TEXT, rows, InstanceRow::workflow);
        statement.bindColumn("states", ArrayType.TEXT, rows, row -> row.state().name());
        statement.bindColumn(
                "codes",
                ArrayType.TEXT,
                rows,
                row -> row.cause() == null ? null : code(row.cause().code()));
        statement.bindColumn("listed", ArrayType.TIMESTAMPTZ, rows, NotableRuns::listedAt);
        return statement;
    }

    public static NamedStatement remove(Connection connection, Collection<UUID> ids) {
        return new NamedStatement(connection, REMOVE).bindIds("ids", ids);
    }

    /** The run is shown as suspended from now on. */
    static void setAside(Connection connection, UUID instanceId, String code) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SET_ASIDE)) {
            statement.bind("id", instanceId).bind("code", code(code)).update();
        }
    }

    private static @Nullable String code(@Nullable String code) {
        return code == null ? null : RunAttributes.storable(code, CODE_MAX);
    }

    /** When the run started, or was made if it has not. */
    static Instant listedAt(InstanceRow row) {
        return Objects.requireNonNullElse(row.startedAt(), row.createdAt());
    }
}
