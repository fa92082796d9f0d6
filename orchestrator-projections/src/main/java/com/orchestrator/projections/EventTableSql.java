package com.orchestrator.projections;

import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;

/** The statements that read a table of events. */
final class EventTableSql {

    /** Whose number is the smallest of all that are open. */
    static final String OLDEST_WRITER =
            "SELECT pid, datname, coalesce(nullif(application_name, ''), usename::text, 'nobody knows whose'),"
                    + " CAST(EXTRACT(EPOCH FROM clock_timestamp() - xact_start) AS bigint) FROM pg_stat_activity"
                    + " WHERE backend_xid IS NOT NULL ORDER BY age(backend_xid) DESC LIMIT 1";

    private final EventTable.Builder table;
    private volatile String parameter = "?";

    EventTableSql(EventTable.Builder table) {
        this.table = table;
    }

    boolean committedInOrder() {
        return table.committedInOrder;
    }

    /** Fails when there is no such column. */
    String columns() {
        return "SELECT " + (table.committedInOrder ? table.id : table.position) + ", "
                + String.join(", ", table.columns()) + " FROM " + table.table + " WHERE 1 = 0";
    }

    /** Compares in the type of the column, so that its index is used. */
    void places(ResultSetMetaData columns) throws SQLException {
        parameter = columns.getColumnTypeName(1).equals("xid8") ? "CAST(CAST(? AS text) AS xid8)" : "?";
    }

    /**
     * Looks at rows in their order and says of each whether it is wanted, so that a projection that wants few of them
     * gets on as quickly as one that wants all.
     */
    String page(EventSource.Interest interest) {
        String wanted = wanted(interest);
        return "SELECT " + place() + ", " + table.id + ", "
                + (wanted.equals("1 = 1") ? "1 = 1" : "CASE WHEN " + wanted + " THEN 1 = 1 ELSE 1 = 0 END")
                + ", " + table.context + ", " + table.aggregateType + ", " + table.aggregateId + ", " + table.type
                + ", " + table.payload + " FROM " + table.table + " e WHERE " + behind() + settled() + " ORDER BY "
                + order() + " LIMIT ?";
    }

    /** Counts what has been committed, whether it can be read yet or not. */
    String lag(EventSource.Interest interest) {
        String since = table.recordedAt == null ? "NULL" : "EXTRACT(EPOCH FROM clock_timestamp() - min(recorded))";
        String recorded = table.recordedAt == null ? "1 AS recorded" : table.recordedAt + " AS recorded";
        return "SELECT count(*), " + since + " FROM (SELECT " + recorded + " FROM " + table.table + " e WHERE "
                + behind() + " AND " + wanted(interest) + " ORDER BY " + order() + " LIMIT ?) waiting";
    }

    private String place() {
        return table.committedInOrder ? "0" : "CAST(CAST(" + table.position + " AS text) AS bigint)";
    }

    private String behind() {
        return table.committedInOrder
                ? table.id + " > ?"
                : "(" + table.position + ", " + table.id + ") > (" + parameter + ", ?)";
    }

    /** By the columns of the table: a bare name would be the column of the result, which no index is on. */
    private String order() {
        return table.committedInOrder ? "e." + table.id : "e." + table.position + ", e." + table.id;
    }

    /** What is below the oldest open transaction will have nothing in front of it any more. */
    private String settled() {
        if (table.committedInOrder) {
            return "";
        }
        String oldestOpen = "pg_snapshot_xmin(pg_current_snapshot())";
        return " AND " + table.position + " < "
                + (parameter.equals("?") ? "CAST(CAST(" + oldestOpen + " AS text) AS bigint)" : oldestOpen);
    }

    private String wanted(EventSource.Interest interest) {
        String types = among(table.aggregateType, interest.aggregateTypes());
        String contexts = among(table.context, interest.contexts());
        return types.isEmpty() && contexts.isEmpty()
                ? "1 = 1"
                : types + (types.isEmpty() || contexts.isEmpty() ? "" : " AND ") + contexts;
    }

    /** What has none is a fault that everybody has to see. */
    private static String among(String column, Set<String> values) {
        return values.isEmpty()
                ? ""
                : "(" + column + " IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ") OR " + column
                        + " IS NULL)";
    }

    int bind(PreparedStatement statement, int first, EventSource.Interest interest) throws SQLException {
        int next = first;
        for (String type : interest.aggregateTypes()) {
            statement.setString(next++, type);
        }
        for (String context : interest.contexts()) {
            statement.setString(next++, context);
        }
        return next;
    }

    int bindPlace(PreparedStatement statement, int first, EventPlace after) throws SQLException {
        int next = first;
        if (!table.committedInOrder) {
            statement.setLong(next++, parameter.equals("?") ? after.transaction() : Math.max(0, after.transaction()));
        }
        statement.setLong(next++, after.id());
        return next;
    }
}
