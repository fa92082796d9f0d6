package com.orchestrator.testkit;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.persistence.sql.ArrayType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A migrated database of one test class, and a way to look at it and to move its clock. */
public final class TestDatabase {

    private static final String TABLES =
            "workflow_changes, workflow_definitions, workflow_instances, task_executions, lease_watches, events, data_keys, ring_keys,"
                    + " run_messages, schedules, schedule_fires, schedule_backfills, schedule_changes, execution_leases, workers,"
                    + " queue_polls, task_log_lines, set_aside_runs, kept_reports, limits, limit_changes,"
                    + " breaker_outcomes, permits, claims, claim_gates, fair_places, notable_runs, run_attributes,"
                    + " incidents, incident_groups, incident_changes,"
                    + " search_attributes, feed, job_keys, job_ends, server_leases, worker_queues, retention_rules,"
                    + " batches, batch_items, batch_exceptions,"
                    + " retention_changes, deleted_runs,"
                    + " webhooks, webhook_changes, webhook_deliveries, etl_jobs, etl_dependencies, etl_successes, etl_connections,"
                    + " router_nodes, router_jobs, router_workers, router_dispatches, router_parcels, router_outbox";

    private final PostgresConfig config;

    private TestDatabase(PostgresConfig config) {
        this.config = config;
    }

    public static TestDatabase create() {
        return new TestDatabase(EmbeddedDatabase.shared().createDatabase());
    }

    public PostgresConfig config() {
        return config;
    }

    /** A connection beside the pool of the store. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", config.username());
        properties.setProperty("password", config.password());
        properties.setProperty("binaryTransferEnable", ArrayType.oids());
        return DriverManager.getConnection(config.jdbcUrl(), properties);
    }

    /** As it was made, with the clock where the real one is. */
    public void empty() {
        execute("TRUNCATE " + TABLES);
        execute("UPDATE engine_clock SET clock_offset = INTERVAL '0'");
        execute("UPDATE limit_version SET version = 0");
        execute("UPDATE feed_state SET base = 0, trimmed_to = 0");
    }

    /** Moves {@code engine_now()} for everybody. */
    public void advance(Duration by) {
        execute("UPDATE engine_clock SET clock_offset = clock_offset + " + by.toMillis() + " * INTERVAL '1 ms'");
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database refused: " + sql, e);
        }
    }

    /** First column of every row as text. */
    public List<String> query(String sql) {
        try (Connection connection = connect()) {
            return query(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database cannot be reached for: " + sql, e);
        }
    }

    /** The same, of any database. */
    public static List<String> query(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException("The test database refused: " + sql, e);
        }
    }
}
