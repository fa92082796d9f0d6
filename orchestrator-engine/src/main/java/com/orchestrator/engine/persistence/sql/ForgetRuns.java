package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.history.ExecutionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes away all that is kept of runs, table by table, each by an index that begins with the run. {@link #TABLES} names every table that
 * has something of a run; a test compares it with the schema.
 */
public final class ForgetRuns {

    /** What becomes of a run's rows in a table. */
    public enum Fate {
        /** Goes with the run. */
        GONE,
        /** Stays, for the reason that the table is listed with. */
        STAYS
    }

    /** A table that has something of runs. */
    public record Table(String name, Fate fate, String why) {}

    public static final List<Table> TABLES = List.of(
            gone("workflow_instances"),
            gone("events"),
            gone("data_keys"),
            gone("task_executions"),
            gone("task_progress"),
            gone("task_log_lines"),
            gone("notable_runs"),
            gone("run_attributes"),
            gone("incidents"),
            gone("run_messages"),
            gone("claims"),
            gone("set_aside_runs"),
            gone("kept_reports"),
            gone("job_keys"),
            gone("job_ends"),
            gone("router_jobs"),
            gone("etl_successes"),
            stays("feed", "names what was appended, for a week; readers pass over what is gone"),
            stays("lease_watches", "gone by itself once it is over; the run it names is not found"),
            stays("permits", "given back with the end of an attempt; what is left behind the recount finds"),
            stays("breaker_outcomes", "gone by itself once its window is over"),
            stays("router_dispatches", "gone with the report, or a day after the lease was lost"),
            stays("router_outbox", "gone with the report, or when the lease was extended"),
            stays("schedule_fires", "says what became of a time; the run it names is not found"),
            stays("batch_items", "says what a batch was about; gone with the batch"),
            stays("batch_exceptions", "says what became of it; gone with the batch"),
            stays(
                    "webhook_deliveries",
                    "says what was sent; what is sent again is not there any more, and that is the answer"),
            stays("deleted_runs", "says that the run was deleted, and by whom"));

    private static final NamedSql LOCK = NamedSql.of("""
            SELECT instance_id FROM workflow_instances
            WHERE instance_id = ANY (:ids) AND ended_at IS NOT NULL
            ORDER BY instance_id FOR UPDATE SKIP LOCKED
            """);

    /** The table is nearly always empty, so that it has no index for this. */
    private static final NamedSql TALKING =
            NamedSql.of("SELECT DISTINCT sender_id FROM run_messages WHERE sender_id = ANY (:ids)");

    /** First, while the rows can still be read that have them. */
    private static final NamedSql NAMES = NamedSql.of("""
            DELETE FROM job_keys k USING workflow_instances i
            WHERE i.instance_id = ANY (:ids) AND i.namespace = 'jobs' AND i.revision = 0
                AND k.kind = 'ID' AND k.scope = '' AND k.name = i.run_id AND k.instance_id = i.instance_id
            """);

    private static final NamedSql NAMES_OF_ENDS = NamedSql.of("""
            DELETE FROM job_keys k USING job_ends j
            WHERE j.instance_id = ANY (:ids)
                AND k.kind = 'ID' AND k.scope = '' AND k.name = CAST(j.job AS json) ->> 'jobId'
                AND k.instance_id = j.instance_id
            """);

    /** By the run. */
    private static final Map<String, String> OWN = own();

    /** By ids of attempts, in which those of a run stand together. */
    private static final List<NamedSql> OF_ATTEMPTS =
            List.of(ofAttempts("task_executions"), ofAttempts("task_log_lines"));

    private static final NamedSql ENDS = byRun("job_ends", "instance_id");

    private static final NamedSql ROUTED = byRun("router_jobs", "instance_id");

    private static final NamedSql REMEMBER = NamedSql.of("""
            INSERT INTO deleted_runs (instance_id, root_id, deleted_at, actor, reason)
            SELECT n.instance_id, n.root_id, engine_now(), :actor, :reason
            FROM unnest(:ids, :roots) AS n (instance_id, root_id)
            ON CONFLICT (instance_id) DO NOTHING
            """);

    private static final NamedSql WAS_DELETED = NamedSql.of("SELECT 1 FROM deleted_runs WHERE instance_id = :id");

    private ForgetRuns() {}

    private static Table gone(String name) {
        return new Table(name, Fate.GONE, "");
    }

    private static Table stays(String name, String why) {
        return new Table(name, Fate.STAYS, why);
    }

    private static Map<String, String> own() {
        Map<String, String> own = new LinkedHashMap<>();
        own.put("events", "workflow_instance_id");
        own.put("task_progress", "workflow_instance_id");
        own.put("notable_runs", "instance_id");
        own.put("run_attributes", "instance_id");
        own.put("incidents", "instance_id");
        own.put("run_messages", "receiver_id");
        own.put("claims", "instance_id");
        own.put("set_aside_runs", "instance_id");
        own.put("kept_reports", "instance_id");
        own.put("router_jobs", "instance_id");
        own.put("workflow_instances", "instance_id");
        return own;
    }

    private static NamedSql byRun(String table, String column) {
        return NamedSql.of("DELETE FROM " + table + " WHERE " + column + " = ANY (:ids)");
    }

    private static NamedSql ofAttempts(String table) {
        return NamedSql.of("DELETE FROM " + table + " t USING unnest(:first, :last) AS gone (first, last)"
                + " WHERE t.execution_id BETWEEN gone.first AND gone.last");
    }

    /** Those that have ended and that nobody works on; until the end of the transaction nobody appends to them. */
    public static Set<UUID> lock(Connection connection, Collection<UUID> ids) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOCK)) {
            return new HashSet<>(statement.bindIds("ids", ids).list(row -> row.getObject("instance_id", UUID.class)));
        }
    }

    /** Those that have told another run what it has not heard yet. */
    public static Set<UUID> talking(Connection connection, Collection<UUID> ids) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, TALKING)) {
            return new HashSet<>(statement.bindIds("ids", ids).list(row -> row.getObject("sender_id", UUID.class)));
        }
    }

    /** All that is kept of runs, which are locked. */
    public static void run(Pipeline pipeline, Collection<UUID> ids) throws SQLException {
        List<NamedSql> statements = new ArrayList<>();
        statements.add(NAMES);
        OWN.forEach((table, column) -> statements.add(byRun(table, column)));
        statements.forEach(sql -> pipeline.add(to -> new NamedStatement(to, sql).bindIds("ids", ids)));
        OF_ATTEMPTS.forEach(sql -> pipeline.add(to -> new NamedStatement(to, sql)
                .bindColumn("first", ArrayType.UUID, ids, ExecutionId::first)
                .bindColumn("last", ArrayType.UUID, ids, run -> ExecutionId.of(run, ExecutionId.NUMBER_MAX))));
    }

    /** What is kept of jobs that have left no run. */
    public static int ends(Pipeline pipeline, Collection<UUID> ids) throws SQLException {
        pipeline.add(to -> new NamedStatement(to, NAMES_OF_ENDS).bindIds("ids", ids));
        pipeline.add(to -> new NamedStatement(to, ROUTED).bindIds("ids", ids));
        return pipeline.update(to -> new NamedStatement(to, ENDS).bindIds("ids", ids));
    }

    /**
     * Keeps who has deleted runs.
     *
     * @param roots of each the run that was named
     */
    public static NamedStatement remember(
            Connection connection, Map<UUID, UUID> roots, String actor, @Nullable String reason) {
        return new NamedStatement(connection, REMEMBER)
                .bindColumn("ids", ArrayType.UUID, roots.entrySet(), Map.Entry::getKey)
                .bindColumn("roots", ArrayType.UUID, roots.entrySet(), Map.Entry::getValue)
                .bind("actor", actor)
                .bind("reason", reason);
    }

    public static boolean wasDeleted(Connection connection, UUID id) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, WAS_DELETED)) {
            return !statement.bind("id", id).list(row -> true).isEmpty();
        }
    }
}
