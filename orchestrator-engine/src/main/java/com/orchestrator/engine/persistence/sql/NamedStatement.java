package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds {@code :name} parameters and reads rows; the only JDBC plumbing. */
public final class NamedStatement implements AutoCloseable {

    private final Connection connection;
    private final NamedSql parsed;
    private final @Nullable Object[] values;
    private @Nullable PreparedStatement sent;

    /** One row → one value. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public NamedStatement(Connection connection, NamedSql sql) {
        this.connection = connection;
        this.parsed = sql;
        this.values = new Object[sql.names().size()];
    }

    public NamedStatement bind(String name, @Nullable Object value) {
        boolean bound = false;
        for (int i = 0; i < parsed.names().size(); i++) {
            if (parsed.names().get(i).equals(name)) {
                values[i] = value;
                bound = true;
            }
        }
        if (!bound) {
            throw new IllegalArgumentException("No parameter :" + name + " in " + parsed.sql());
        }
        return this;
    }

    /** One column of a batch as an array. */
    public <R> NamedStatement bindColumn(
            String name, ArrayType type, Collection<R> rows, Function<R, @Nullable Object> column) {
        @Nullable Object[] values = new Object[rows.size()];
        int i = 0;
        for (R row : rows) {
            values[i++] = column.apply(row);
        }
        return bind(name, new BinaryArray(type, type.array(values)));
    }

    public NamedStatement bindIds(String name, Collection<UUID> ids) {
        return bindColumn(name, ArrayType.UUID, ids, id -> id);
    }

    public <T> List<T> list(RowReader<T> reader) throws SQLException {
        try (ResultSet rows = prepared().executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        }
    }

    public int update() throws SQLException {
        return prepared().executeUpdate();
    }

    private PreparedStatement prepared() throws SQLException {
        PreparedStatement statement = connection.prepareStatement(parsed.sql());
        sent = statement;
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        if (sent != null) {
            sent.close();
        }
    }

    // ---- several statements in one message

    NamedSql sql() {
        return parsed;
    }

    List<@Nullable Object> values() {
        return Arrays.asList(values);
    }

    // ---- column conversions

    /** A single {@code timestamptz}. */
    public static @Nullable Object timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    public static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
