package com.orchestrator.etl.jobs.store;

import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
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

    private final Transactions transactions;
    private final Runnable close;

    /** @param close lets go of the connections */
    public PostgresEtlStore(DataSource database, Runnable close) {
        this.transactions = new Transactions(database);
        this.close = close;
    }

    @Override
    public Optional<EtlJob> create(UUID id, EtlJobSpec spec) {
        return transactions.run(connection -> withDependencies(
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
        return transactions.run(connection -> withDependencies(
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
            Transactions.update(connection, FEWER, job.id(), names);
            Transactions.update(connection, MORE, job.id(), names);
        }
        return kept.stream().findFirst();
    }

    @Override
    public void settle(UUID id) {
        transactions.run(connection ->
                Transactions.update(connection, "UPDATE etl_jobs SET is_settled = TRUE WHERE id = ?", id));
    }

    @Override
    public Optional<EtlJob> find(UUID id) {
        return transactions
                .run(connection -> jobs(connection, "SELECT " + COLUMNS + " FROM etl_jobs WHERE id = ?", id))
                .stream()
                .findFirst();
    }

    @Override
    public List<EtlJob> list(@Nullable String after, int limit) {
        return transactions.run(connection -> jobs(
                connection,
                "SELECT " + COLUMNS + " FROM etl_jobs WHERE name > ? ORDER BY name LIMIT ?",
                after == null ? "" : after,
                limit));
    }

    @Override
    public void delete(UUID id) {
        transactions.run(connection -> Transactions.update(connection, "DELETE FROM etl_jobs WHERE id = ?", id));
    }

    @Override
    public List<Due> succeeded(String job, UUID run) {
        return transactions.run(connection -> Successes.count(connection, job, run));
    }

    private static List<EtlJob> jobs(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return Transactions.rows(connection, PostgresEtlStore::job, sql, parameters);
    }

    private static EtlJob job(ResultSet row) throws SQLException {
        return JobRow.job(
                row.getObject(1, UUID.class),
                JobRow.read(row.getString(2)),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }

    @Override
    public ConnectionStore connections() {
        return new PostgresConnectionStore(transactions);
    }

    @Override
    public void close() {
        close.run();
    }
}
