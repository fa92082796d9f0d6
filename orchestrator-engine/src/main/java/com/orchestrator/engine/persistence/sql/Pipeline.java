package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Statements whose result nobody waits for, kept back until they can go out with the next one in the same message, at the
 * latest with the commit: a message and its answer cost more than a small statement. The first that fails is the last one
 * that is run, so the order of their effects and errors is the same as one by one.
 */
public final class Pipeline {

    private static final NamedSql COMMIT = NamedSql.of("COMMIT");

    private final Connection connection;
    private final List<NamedStatement> waiting = new ArrayList<>();

    public Pipeline(Connection connection) {
        this.connection = connection;
    }

    /** Runs it before anything else, but not now. */
    public void add(Function<Connection, NamedStatement> statement) {
        waiting.add(statement.apply(connection));
    }

    /** The connection, for a statement of its own: what was kept back has been run. */
    public Connection connection() throws SQLException {
        if (!waiting.isEmpty()) {
            send();
        }
        return connection;
    }

    /** @return how many rows it has changed */
    public int update(Function<Connection, NamedStatement> statement) throws SQLException {
        add(statement);
        return send();
    }

    /** Runs what was kept back. */
    public void flush() throws SQLException {
        connection();
    }

    /** Ends the transaction. A failure leaves open whether it was committed. */
    public void commit() throws SQLException {
        if (waiting.isEmpty()) {
            connection.commit();
        } else {
            update(end -> new NamedStatement(end, COMMIT));
        }
    }

    /** @return how many rows the last one has changed */
    private int send() throws SQLException {
        List<NamedStatement> together = List.copyOf(waiting);
        waiting.clear();
        String sql = together.stream().map(one -> one.sql().sql()).collect(Collectors.joining(";\n"));
        try (PreparedStatement all = connection.prepareStatement(sql)) {
            int parameter = 0;
            for (NamedStatement one : together) {
                for (@Nullable Object value : one.values()) {
                    all.setObject(++parameter, value);
                }
            }
            all.execute();
            return lastCount(all, together.size());
        }
    }

    private static int lastCount(PreparedStatement all, int statements) throws SQLException {
        for (int i = 1; i < statements; i++) {
            all.getMoreResults();
        }
        return all.getUpdateCount();
    }
}
