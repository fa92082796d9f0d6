package com.orchestrator.server.projection;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.projection.RunOutcome;
import com.orchestrator.engine.service.ListQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The read model of {@link RunOutcomes}: a row for each hour, workflow and state in which runs ended. */
final class OutcomeTable {

    private static final String KEY = "hour, namespace, workflow, state";
    private static final int KEY_PARTS = 4;

    private final String name;

    /** @param name with its schema, if it has one */
    OutcomeTable(String name) {
        this.name = name;
    }

    /** What a row is about. {@code hour} in milliseconds since 1970. */
    record Row(long hour, String namespace, String workflow, String state) {

        String cursor() {
            return String.join("/", Long.toString(hour), namespace, workflow, state);
        }

        static Row ofCursor(String text) {
            String[] parts = text.split("/", -1);
            if (parts.length != KEY_PARTS || !parts[0].matches("\\d{1,18}")) {
                throw new OrchestratorException(
                        ErrorCode.INVALID_REQUEST, "'cursor' is none that a page before has said");
            }
            return new Row(Long.parseLong(parts[0]), parts[1], parts[2], parts[3]);
        }
    }

    /** Running it again does no harm. */
    String migration() {
        return "CREATE TABLE IF NOT EXISTS " + name + " (hour BIGINT NOT NULL, namespace VARCHAR(200) NOT NULL,"
                + " workflow VARCHAR(200) NOT NULL, state VARCHAR(40) NOT NULL, runs BIGINT NOT NULL, PRIMARY KEY ("
                + KEY + "))";
    }

    void add(Connection connection, Map<Row, Integer> counts) throws SQLException {
        String upsert = "INSERT INTO " + name + " AS known (" + KEY + ", runs) VALUES (?, ?, ?, ?, ?) ON CONFLICT ("
                + KEY + ") DO UPDATE SET runs = known.runs + excluded.runs";
        try (PreparedStatement insert = connection.prepareStatement(upsert)) {
            for (Map.Entry<Row, Integer> count : counts.entrySet()) {
                bindKey(insert, 1, count.getKey());
                insert.setInt(KEY_PARTS + 1, count.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static int bindKey(PreparedStatement statement, int first, Row row) throws SQLException {
        statement.setLong(first, row.hour());
        statement.setString(first + 1, row.namespace());
        statement.setString(first + 2, row.workflow());
        statement.setString(first + 3, row.state());
        return first + KEY_PARTS;
    }

    void forget(Connection connection, long before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + name + " WHERE hour < ?")) {
            delete.setLong(1, before);
            delete.executeUpdate();
        }
    }

    /** The newest hour first. */
    Page<RunOutcome> list(Connection connection, @Nullable String namespace, @Nullable String workflow, ListQuery query)
            throws SQLException {
        Row after = query.cursor() == null ? null : Row.ofCursor(query.cursor());
        String select = "SELECT " + KEY + ", runs FROM " + name + " WHERE 1 = 1"
                + (namespace == null ? "" : " AND namespace = ?")
                + (workflow == null ? "" : " AND workflow = ?")
                + (after == null ? "" : " AND (hour < ? OR hour = ? AND (namespace, workflow, state) > (?, ?, ?))")
                + " ORDER BY hour DESC, namespace, workflow, state LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            int next = 1;
            if (namespace != null) {
                statement.setString(next++, namespace);
            }
            if (workflow != null) {
                statement.setString(next++, workflow);
            }
            if (after != null) {
                statement.setLong(next++, after.hour());
                next = bindKey(statement, next, after);
            }
            statement.setInt(next, query.limit() + 1);
            return page(statement, query.limit());
        }
    }

    /** One row more was asked for than is wanted, to know whether there is a next page. */
    private static Page<RunOutcome> page(PreparedStatement statement, int limit) throws SQLException {
        List<RunOutcome> outcomes = new ArrayList<>();
        Row last = null;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (outcomes.size() == limit) {
                    return new Page<>(outcomes, last == null ? null : last.cursor());
                }
                last = new Row(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4));
                outcomes.add(new RunOutcome(
                        Instant.ofEpochMilli(last.hour()),
                        last.namespace(),
                        last.workflow(),
                        WorkflowState.valueOf(last.state()),
                        rows.getLong(KEY_PARTS + 1)));
            }
        }
        return new Page<>(outcomes, null);
    }
}
