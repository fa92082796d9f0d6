package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.engine.schedule.ScheduleKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who has changed schedules. */
public final class ScheduleChangeRows {

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO schedule_changes (namespace, schedule_name, change_number, changed_at, action, actor, note, spec)
            SELECT :namespace, :name, coalesce(max(c.change_number), 0) + 1, engine_now(), :action, :actor,
                CAST(:note AS text), CAST(:spec AS text)
            FROM schedule_changes c WHERE c.namespace = :namespace AND c.schedule_name = :name
            """);

    private static final NamedSql LIST = NamedSql.of("""
            SELECT c.* FROM schedule_changes c
            WHERE c.namespace = :namespace AND c.schedule_name = :name AND c.change_number < :before
            ORDER BY c.change_number DESC LIMIT :limit
            """);

    private ScheduleChangeRows() {}

    /** With the row of the schedule locked. */
    public static void insert(
            Connection connection,
            ScheduleKey key,
            ScheduleChange.Action action,
            @Nullable String actor,
            @Nullable String note,
            @Nullable String spec)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, INSERT)) {
            ScheduleRows.bindKey(statement, key)
                    .bind("action", action.name())
                    .bind("actor", actor)
                    .bind("note", note)
                    .bind("spec", spec)
                    .update();
        }
    }

    /** Newest first. */
    public static List<ScheduleChange> list(
            Connection connection, ScheduleKey key, long before, int limit, ScheduleRows.Text text)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LIST)) {
            return ScheduleRows.bindKey(statement, key)
                    .bind("before", before)
                    .bind("limit", limit)
                    .list(row -> new ScheduleChange(
                            key.namespace(),
                            key.name(),
                            row.getLong("change_number"),
                            Objects.requireNonNull(NamedStatement.instant(row, "changed_at")),
                            ScheduleChange.Action.valueOf(row.getString("action")),
                            row.getString("actor"),
                            row.getString("note"),
                            payload(key, row.getString("spec"), text)));
        }
    }

    private static @Nullable Payload payload(ScheduleKey key, @Nullable String stored, ScheduleRows.Text text) {
        return stored == null ? null : text.whole(key, stored);
    }
}
