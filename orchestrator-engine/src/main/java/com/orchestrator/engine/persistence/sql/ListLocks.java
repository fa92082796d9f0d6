package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.LockStatus;
import com.orchestrator.engine.history.ClaimName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Semantic locks that are held, by name. Reads the primary key of {@code claims} and the index of lines. */
public final class ListLocks {

    /** Behind every name that begins like a lock's. */
    private static final String END = "lock;";

    private static final NamedSql SQL = NamedSql.of("""
            SELECT c.name, c.instance_id, c.task_id, GREATEST(c.fence, (SELECT fence_floor FROM database_life)) AS fence, c.since,
                (SELECT count(*) FROM claims w WHERE w.name = c.name AND NOT w.held) AS waiting
            FROM claims c
            WHERE c.held AND c.name > :after AND c.name < :end
              AND (CAST(:only AS TEXT) IS NULL OR c.name = :only)
            ORDER BY c.name
            LIMIT :limit
            """);

    private ListLocks() {}

    /**
     * Some of them.
     *
     * @param name only this one; all when null
     * @param after the last name that is known already; null for none
     */
    public static List<LockStatus> page(Connection connection, @Nullable String name, @Nullable String after, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("after", ClaimName.ofLock(Objects.requireNonNullElse(after, "")))
                    .bind("end", END)
                    .bind("only", name == null ? null : ClaimName.ofLock(name))
                    .bind("limit", limit)
                    .list(ListLocks::read);
        }
    }

    private static LockStatus read(ResultSet row) throws SQLException {
        return new LockStatus(
                ClaimName.shown(row.getString("name")),
                new LockStatus.Holder(row.getObject("instance_id", UUID.class), row.getString("task_id")),
                row.getLong("fence"),
                Objects.requireNonNull(NamedStatement.instant(row, "since")),
                row.getLong("waiting"));
    }
}
