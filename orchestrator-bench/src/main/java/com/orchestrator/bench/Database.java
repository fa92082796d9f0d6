package com.orchestrator.bench;

import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The durable PostgreSQL of the benchmark and its own counters. */
final class Database implements AutoCloseable {

    private static final List<String> SETTINGS = List.of(
            "shared_buffers=1GB",
            "max_wal_size=8GB",
            "checkpoint_timeout=15min",
            "shared_preload_libraries=pg_stat_statements",
            "pg_stat_statements.track_utility=off",
            "pg_stat_statements.track_planning=off");

    private final EmbeddedPostgres postgres;
    private final Connection connection;

    private Database(EmbeddedPostgres postgres, Connection connection) {
        this.postgres = postgres;
        this.connection = connection;
    }

    static Database start(PostgresBinaries binaries, Path home) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(binaries, home, SETTINGS);
        try {
            Database database = new Database(postgres, open(postgres));
            database.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            return database;
        } catch (SQLException e) {
            postgres.close();
            throw new IllegalStateException("The benchmark cannot read its database", e);
        }
    }

    private static Connection open(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl() + "?ApplicationName=bench", EmbeddedPostgres.USER, postgres.password());
    }

    /** A connection of one's own. */
    Connection connect() throws SQLException {
        return open(postgres);
    }

    /** The database as servers see it. */
    EmbeddedPostgres postgres() {
        return postgres;
    }

    double cpu() {
        return CpuMeter.ofFamily(postgres.pid());
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    String text(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long walBytes() {
        return number("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
    }

    long transactions() {
        return number("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");
    }

    /** Without what this benchmark itself asks, which carries its mark or reads statistics. */
    long statements() {
        return number("SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements"
                + " WHERE query NOT LIKE '%pg_stat%' AND query NOT LIKE '%pg_wal%'"
                + " AND query NOT IN ('BEGIN', 'COMMIT')");
    }

    long rowWrites() {
        return number("SELECT (tup_inserted + tup_updated + tup_deleted) FROM pg_stat_database"
                + " WHERE datname = current_database()");
    }

    void forgetStatements() {
        execute("SELECT pg_stat_statements_reset()");
    }

    /** The statements that took the database most time since they were last forgotten, one a line. */
    String costliestStatements() {
        return text("SELECT string_agg(format('%s ms  %s calls  %s rows  %s', lpad(total_exec_time::bigint::text, 8),"
                + " lpad(calls::text, 8), lpad(rows::text, 9), left(regexp_replace(query, '\\s+', ' ', 'g'), 110)),"
                + " E'\n') FROM (SELECT * FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 12) s");
    }

    @Override
    public void close() {
        try (postgres) {
            connection.close();
        } catch (SQLException e) {
            System.err.println("While closing: " + e.getMessage());
        }
    }
}
