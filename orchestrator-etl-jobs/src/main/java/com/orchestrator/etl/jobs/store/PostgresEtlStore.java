package com.orchestrator.etl.jobs.store;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** In PostgreSQL, each call one transaction. */
public final class PostgresEtlStore implements EtlStore {

    private static final String COLUMNS = "id, document, created_at, updated_at";

    /** Of a job, and only those of it. What has succeeded of them stays so. */
    private static final String FEWER = "DELETE FROM etl_dependencies WHERE job_id = ? AND NOT depends_on = ANY (?)";

    private static final String MORE = "INSERT INTO etl_dependencies (job_id, depends_on) SELECT ?, name"
            + " FROM unnest(CAST(? AS VARCHAR[])) AS wanted (name) ON CONFLICT DO NOTHING";

    private final DataSource database;
    private final Runnable close;

    /** @param close lets go of the connections */
    public PostgresEtlStore(DataSource database, Runnable close) {
        this.database = database;
        this.close = close;
    }

    @Override
    public Optional<EtlJob> create(UUID id, EtlJobSpec spec) {
        return transaction(connection -> withDependencies(
                connection,
                jobs(
                        connection,
                        "INSERT INTO etl_jobs AS job (id, name, document) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
                                + " SET document = EXCLUDED.document, updated_at = engine_now() WHERE NOT job.is_settled"
                                + " RETURNING " + COLUMNS,
                        id,
                        spec.name(),
                        JobRow.write(spec))));
    }

    @Override
    public Optional<EtlJob> replace(UUID id, EtlJobSpec spec) {
        return transaction(connection -> withDependencies(
                connection,
                jobs(
                        connection,
                        "UPDATE etl_jobs SET document = ?, updated_at = engine_now(), is_settled = FALSE WHERE id = ?"
                                + " RETURNING " + COLUMNS,
                        JobRow.write(spec),
                        id)));
    }

    private static Optional<EtlJob> withDependencies(Connection connection, List<EtlJob> kept) throws SQLException {
        for (EtlJob job : kept) {
            Object names = connection.createArrayOf("varchar", job.dependsOn().toArray());
            update(connection, FEWER, job.id(), names);
            update(connection, MORE, job.id(), names);
        }
        return kept.stream().findFirst();
    }

    @Override
    public void settle(UUID id) {
        transaction(connection -> update(connection, "UPDATE etl_jobs SET is_settled = TRUE WHERE id = ?", id));
    }

    @Override
    public Optional<EtlJob> find(UUID id) {
        return transaction(connection -> jobs(connection, "SELECT " + COLUMNS + " FROM etl_jobs WHERE id = ?", id))
                .stream()
                .findFirst();
    }

    @Override
    public List<EtlJob> list(@Nullable String after, int limit) {
        return transaction(connection -> jobs(
                connection,
                "SELECT " + COLUMNS + " FROM etl_jobs WHERE name > ? ORDER BY name LIMIT ?",
                after == null ? "" : after,
                limit));
    }

    @Override
    public void delete(UUID id) {
        transaction(connection -> update(connection, "DELETE FROM etl_jobs WHERE id = ?", id));
    }

    @Override
    public List<Due> succeeded(String job, UUID run) {
        return transaction(connection -> Successes.count(connection, job, run));
    }

    private <T> T transaction(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "The database does not answer: " + String.valueOf(e.getSQLState()));
        }
    }

    static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int at = 0; at < parameters.length; at++) {
            statement.setObject(at + 1, parameters[at]);
        }
        return statement;
    }

    private static List<EtlJob> jobs(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<EtlJob> jobs = new ArrayList<>();
            while (rows.next()) {
                jobs.add(JobRow.job(
                        rows.getObject(1, UUID.class),
                        JobRow.read(rows.getString(2)),
                        rows.getObject(3, OffsetDateTime.class).toInstant(),
                        rows.getObject(4, OffsetDateTime.class).toInstant()));
            }
            return jobs;
        }
    }

    @Override
    public void close() {
        close.run();
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
