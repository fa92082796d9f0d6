package com.orchestrator.projections;

import com.orchestrator.projections.tables.Adapter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A table of the application's that events are appended to.
 *
 * <p>On PostgreSQL each row names its place in the order of transactions, and only rows below the oldest transaction that is still
 * open are read: whoever commits late is never skipped. The column is a {@code bigint} with the default {@link
 * #POSITION_DEFAULT}. An {@code xid8} with the default {@code pg_current_xact_id()} does as well where the append is the first
 * thing that a transaction writes; a transaction that takes its number and then waits for another one that appends to the
 * same aggregate would else be told in front of it.
 *
 * <p>Elsewhere rows have to become visible in the order of their ids: {@link Builder#committedInOrder()}.
 */
public final class EventTable implements EventSource {

    /** The greater of the transaction's own number and the newest number that has ended. */
    public static final String POSITION_DEFAULT = "greatest(pg_current_xact_id()::text::bigint,"
            + " pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62})?");

    private final DataSource database;
    private final EventTableSql sql;

    private EventTable(Builder builder) {
        this.database = builder.database;
        this.sql = new EventTableSql(builder);
    }

    /**
     * @param table with its schema, if it needs one. Its columns are {@code id}, {@code position}, {@code context}, {@code
     *     aggregate_type}, {@code aggregate_id}, {@code type} and {@code payload}, unless they are said to be others
     */
    public static Builder of(DataSource database, String table) {
        return new Builder(database, table);
    }

    @Override
    public Page read(@Nullable String after, int limit, Interest interest) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql.page(interest))) {
            int next = sql.bind(select, 1, interest);
            next = sql.bindPlace(select, next, EventPlace.of(after));
            select.setInt(next, limit);
            select.setFetchSize(limit);
            try (ResultSet rows = select.executeQuery()) {
                return page(rows);
            }
        }
    }

    private static Page page(ResultSet rows) throws SQLException {
        List<Event> events = new ArrayList<>();
        String last = null;
        int seen = 0;
        while (rows.next()) {
            seen++;
            EventPlace place = new EventPlace(rows.getLong(1), rows.getLong(2));
            last = place.toString();
            if (rows.getBoolean(3)) {
                events.add(event(rows, place, last));
            }
        }
        return new Page(events, last, seen);
    }

    private static Event event(ResultSet row, EventPlace place, String position) throws SQLException {
        String context = row.getString(4);
        String aggregateType = row.getString(5);
        String aggregateId = row.getString(6);
        String fault = context == null || aggregateType == null || aggregateId == null
                ? "It has no context, aggregate type or aggregate id"
                : null;
        return new Event(
                Long.toString(place.id()),
                position,
                orEmpty(context),
                orEmpty(aggregateType),
                orEmpty(aggregateId),
                row.getString(7),
                row.getString(8),
                fault);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public Lag lag(@Nullable String after, Interest interest, int countedMax) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql.lag(interest))) {
            int next = sql.bindPlace(select, 1, EventPlace.of(after));
            next = sql.bind(select, next, interest);
            select.setInt(next, countedMax);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long events = row.getLong(1);
                double seconds = row.getDouble(2);
                return new Lag(events, events >= countedMax, row.wasNull() ? null : Math.max(0, seconds));
            }
        }
    }

    @Override
    public @Nullable String heldUpBy() throws SQLException {
        if (sql.committedInOrder()) {
            return null;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(EventTableSql.OLDEST_WRITER);
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? "Waits for a transaction that has written and is open for " + row.getLong(4) + " s: process "
                            + row.getInt(1) + " of database " + row.getString(2) + " (" + row.getString(3) + ")"
                    : null;
        }
    }

    @Override
    public int compare(@Nullable String one, @Nullable String other) {
        return EventPlace.of(one).compareTo(EventPlace.of(other));
    }

    @Override
    public void check() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Adapter adapter = Adapter.of(connection);
            if (adapter != Adapter.POSTGRES && !sql.committedInOrder()) {
                throw new RefusedException(
                        "EVENTS_NOT_IN_ORDER",
                        "On this database nothing says which transactions are still open, so rows that are committed late would"
                                + " be skipped: append under a lock and say committedInOrder()");
            }
            try (PreparedStatement select = connection.prepareStatement(sql.columns());
                    ResultSet none = select.executeQuery()) {
                sql.places(none.getMetaData());
            } catch (SQLException e) {
                throw new RefusedException(
                        "EVENT_TABLE_UNREADABLE",
                        "The table of events cannot be read as it is described: " + e.getMessage());
            }
        }
    }

    /** What the table's columns are called. */
    public static final class Builder {

        private final DataSource database;
        final String table;
        String id = "id";
        String position = "position";
        String context = "context";
        String aggregateType = "aggregate_type";
        String aggregateId = "aggregate_id";
        String type = "type";
        String payload = "payload";

        @Nullable
        String recordedAt;

        boolean committedInOrder;

        private Builder(DataSource database, String table) {
            this.database = database;
            this.table = name(table);
        }

        /** A number that is no other row's and grows, as of a sequence. */
        public Builder id(String column) {
            this.id = name(column);
            return this;
        }

        /** The place in the order of transactions, as {@link #POSITION_DEFAULT} has it. */
        public Builder position(String column) {
            this.position = name(column);
            return this;
        }

        public Builder context(String column) {
            this.context = name(column);
            return this;
        }

        public Builder aggregateType(String column) {
            this.aggregateType = name(column);
            return this;
        }

        public Builder aggregateId(String column) {
            this.aggregateId = name(column);
            return this;
        }

        public Builder type(String column) {
            this.type = name(column);
            return this;
        }

        public Builder payload(String column) {
            this.payload = name(column);
            return this;
        }

        /** When a row was written, a {@code timestamptz}; then lag is told in seconds too. Decides nothing. PostgreSQL only. */
        public Builder recordedAt(String column) {
            this.recordedAt = name(column);
            return this;
        }

        /**
         * Promises that rows become visible in the order of their ids: on SQLite always, elsewhere when those who append hold one
         * lock until they have committed. There is no position column then.
         */
        public Builder committedInOrder() {
            this.committedInOrder = true;
            return this;
        }

        public EventTable build() {
            return new EventTable(this);
        }

        private static String name(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new RefusedException("ILLEGAL_NAME", "'" + name + "' is no name of a table or column");
            }
            return name;
        }

        Set<String> columns() {
            return committedInOrder
                    ? Set.of(id, context, aggregateType, aggregateId, type, payload)
                    : Set.of(id, position, context, aggregateType, aggregateId, type, payload);
        }
    }
}
