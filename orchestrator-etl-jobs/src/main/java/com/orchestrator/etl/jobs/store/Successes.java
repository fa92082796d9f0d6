package com.orchestrator.etl.jobs.store;

import com.orchestrator.etl.jobs.store.EtlStore.Due;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Counts the success of a run for the jobs that depend on its job. */
final class Successes {

    /** In one order, so that two successes do not wait for each other. */
    private static final String LOCK = "SELECT id FROM etl_jobs WHERE id IN"
            + " (SELECT job_id FROM etl_dependencies WHERE depends_on = ?) ORDER BY id FOR UPDATE";

    /** Those that do not know of it yet. */
    private static final String COUNT = "INSERT INTO etl_successes (instance_id, job_id) SELECT ?, job_id"
            + " FROM etl_dependencies WHERE depends_on = ? ON CONFLICT DO NOTHING RETURNING job_id";

    private static final String MARK =
            "UPDATE etl_dependencies SET has_succeeded = TRUE WHERE depends_on = ? AND job_id = ANY (?)";

    private static final String COMPLETE =
            "UPDATE etl_jobs SET generation = generation + 1 WHERE id = ANY (?) AND id IN"
                    + " (SELECT job_id FROM etl_dependencies WHERE job_id = ANY (?) GROUP BY job_id HAVING bool_and(has_succeeded))"
                    + " RETURNING id";

    private static final String BEGIN_ANEW = "UPDATE etl_dependencies SET has_succeeded = FALSE WHERE job_id = ANY (?)";

    private static final String REMEMBER =
            "UPDATE etl_successes AS success SET generation = job.generation FROM etl_jobs AS job"
                    + " WHERE job.id = success.job_id AND success.instance_id = ? AND job.id = ANY (?)";

    private static final String DUE = "SELECT job.name, success.generation FROM etl_successes AS success"
            + " JOIN etl_jobs AS job ON job.id = success.job_id"
            + " WHERE success.instance_id = ? AND success.generation IS NOT NULL ORDER BY job.name";

    private Successes() {}

    static List<Due> count(Connection connection, String job, UUID run) throws SQLException {
        if (!ids(connection, LOCK, job).isEmpty()) {
            Object fresh = array(connection, ids(connection, COUNT, run, job));
            Transactions.update(connection, MARK, job, fresh);
            Object complete = array(connection, ids(connection, COMPLETE, fresh, fresh));
            Transactions.update(connection, BEGIN_ANEW, complete);
            Transactions.update(connection, REMEMBER, run, complete);
        }
        return due(connection, run);
    }

    private static Object array(Connection connection, List<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }

    private static List<UUID> ids(Connection connection, String sql, Object... parameters) throws SQLException {
        return Transactions.rows(connection, row -> row.getObject(1, UUID.class), sql, parameters);
    }

    private static List<Due> due(Connection connection, UUID run) throws SQLException {
        return Transactions.rows(connection, row -> new Due(row.getString(1), row.getLong(2)), DUE, run);
    }
}
