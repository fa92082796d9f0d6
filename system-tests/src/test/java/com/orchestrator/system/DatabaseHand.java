package com.orchestrator.system;

import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What tests do to a PostgreSQL. */
final class DatabaseHand {

    private DatabaseHand() {}

    /** @return whether the first row is there, if it asks for rows */
    static boolean execute(EmbeddedPostgres database, String sql) {
        return ask(database, sql).isPresent();
    }

    /** @return the first column of the first row, if it asks for rows */
    static Optional<String> ask(EmbeddedPostgres database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            return ask(statement, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static Optional<String> ask(Statement statement, String sql) throws SQLException {
        if (!statement.execute(sql)) {
            return Optional.empty();
        }
        try (ResultSet rows = statement.getResultSet()) {
            return rows.next() ? Optional.of(String.valueOf(rows.getString(1))) : Optional.empty();
        }
    }

    static Connection connect(EmbeddedPostgres database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password());
    }

    /** All its processes; the postmaster first, so that it has no time to be sorry about its children. */
    static void kill(EmbeddedPostgres database) {
        ProcessHandle postmaster = ProcessHandle.of(database.pid()).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }
}
