package com.orchestrator.router.store;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections for the router's rows. */
public final class RouterDatabase implements AutoCloseable {

    private final DataSource connections;
    private final Runnable close;

    /** @param close lets go of the connections */
    public RouterDatabase(DataSource connections, Runnable close) {
        this.connections = connections;
        this.close = close;
    }

    void run(String sql, @Nullable Object... parameters) {
        transaction(connection -> Sql.update(connection, sql, parameters));
    }

    <T> List<T> query(String sql, Sql.RowReader<T> reader, @Nullable Object... parameters) {
        return transaction(connection -> Sql.query(connection, sql, reader, parameters));
    }

    int count(String sql, @Nullable Object... parameters) {
        return query(sql, row -> row.getInt(1), parameters).get(0);
    }

    <T> T transaction(Work<T> work) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            }
        } catch (SQLException e) {
            OrchestratorException refusal = new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "The database does not answer; repeating the call is safe");
            refusal.initCause(e);
            throw refusal;
        }
    }

    static Array ids(Connection connection, Collection<UUID> values) throws SQLException {
        return connection.createArrayOf("uuid", values.toArray());
    }

    static Array texts(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }

    /** One column of rows that are given to {@code unnest}. */
    static <T> Array column(Connection connection, String type, Collection<T> values, Function<T, Object> part)
            throws SQLException {
        return connection.createArrayOf(type, values.stream().map(part).toArray());
    }

    @Override
    public void close() {
        close.run();
    }

    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }
}
