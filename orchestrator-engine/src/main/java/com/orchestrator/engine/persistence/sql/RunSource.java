package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.NotableStates;
import com.orchestrator.engine.find.RunCursor;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.find.RunFilter.Ordered;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From which index the candidates of a list are read, in the list's order and no more than so many: the one that leaves the
 * fewest, as far as the filter itself tells. All else of the filter is looked at row by row by whoever asks.
 */
final class RunSource {

    /** A clock that is set back never makes a run end longer than this before it started. */
    private static final Duration CLOCK_SET_BACK = Duration.ofMinutes(1);

    /** Longer ages restrict nothing, and could not be subtracted from now. */
    private static final BigDecimal AGE_MAX = BigDecimal.valueOf(3_000_000_000L);

    /** Pairs of namespace and workflow that have runs, each by one look into the index. */
    private static final String WORKFLOWS = """
            WITH RECURSIVE workflows AS (
                (SELECT w.namespace, w.workflow_name FROM workflow_instances w
                 WHERE {of} ORDER BY w.namespace, w.workflow_name LIMIT 1)
                UNION ALL
                SELECT n.namespace, n.workflow_name FROM workflows p CROSS JOIN LATERAL (
                    SELECT w.namespace, w.workflow_name FROM workflow_instances w
                    WHERE {of} AND {next}
                    ORDER BY w.namespace, w.workflow_name LIMIT 1) n)
            """;

    /** What the indexes of all runs ask for, so that no query gets them that has a better one. */
    private static final String ANY_RUN = "instance_id <> '00000000-0000-0000-0000-000000000000'";

    private static final Set<Column> OF_WORKFLOWS = EnumSet.of(Column.NAMESPACE, Column.WORKFLOW, Column.STARTED_AT);

    private final SqlText sql;
    private final List<RunFilter> conjuncts;
    private final boolean ascending;
    private final @Nullable RunCursor behind;

    RunSource(SqlText sql, RunFilter filter, boolean ascending, @Nullable RunCursor behind) {
        this.sql = sql;
        this.conjuncts = filter.conjuncts();
        this.ascending = ascending;
        this.behind = behind;
    }

    /** The planner would rather sort all there is when it takes it for little. */
    void prefer(Connection connection) throws SQLException {
        if (only(Column.RUN_ID) == null) {
            IndexOrder.preferWithLookups(connection);
        }
    }

    /**
     * Up to so many rows {@code i} of {@code workflow_instances}, each with {@code listed_at}.
     *
     * @param enough so many are enough when everything that is read fits the filter
     */
    String candidates(int walk, int enough) {
        String runId = only(Column.RUN_ID);
        if (runId != null) {
            return byRunId(runId, walk);
        }
        if (only(Column.PARENT) != null) {
            return ofInstances("i.parent_instance_id = CAST(" + sql.value(only(Column.PARENT)) + " AS uuid)", walk);
        }
        return attribute()
                .map(attribute -> beside("run_attributes", attribute, walk))
                .or(() -> notable().map(notable -> beside("notable_runs", notable, walk)))
                .orElseGet(() -> goesByWorkflows() ? byWorkflows(enough) : ofInstances(workflow(), walk));
    }

    /** How many may be read at most, which the last of them tells by its number. */
    int walkOf(int walk, int enough) {
        return goesByWorkflows() ? enough : walk;
    }

    // ---- by run id

    private String byRunId(String runId, int walk) {
        String id = "i.run_id = " + sql.value(runId);
        if (only(Column.NAMESPACE) != null && only(Column.WORKFLOW) != null) {
            return rows("", "workflow_instances i", id + " AND " + workflow(), walk);
        }
        String of = "workflows w JOIN workflow_instances i"
                + " ON i.namespace = w.namespace AND i.workflow_name = w.workflow_name";
        return rows(workflows(), of, id, walk);
    }

    // ---- from tables beside

    /** An attribute or label that has one value. */
    private Optional<String> attribute() {
        return conjuncts.stream()
                .filter(part -> part instanceof RunFilter.OneOf one
                        && !(one.field() instanceof Column)
                        && one.values().size() == 1)
                .map(RunFilter.OneOf.class::cast)
                .findFirst()
                .map(one -> {
                    FieldValue value = one.values().iterator().next();
                    return "d.name = " + sql.value(RunConditions.nameOf(one.field())) + " AND d."
                            + RunConditions.columnOf(value) + " = " + sql.value(RunConditions.stored(value));
                });
    }

    /** What is neither under way nor completed. */
    private Optional<String> notable() {
        String code = only(Column.CODE);
        if (code != null) {
            return Optional.of("d.code = " + sql.value(code));
        }
        Set<WorkflowState> states = states();
        if (states.isEmpty() || !NotableStates.ALL.containsAll(states)) {
            return Optional.empty();
        }
        if (hasWorkflow()) {
            return Optional.of(workflow().replace("i.", "d."));
        }
        return Optional.of(
                states.size() == 1
                        ? "d.state = " + sql.value(states.iterator().next().name())
                        : "d." + ANY_RUN);
    }

    private Set<WorkflowState> states() {
        return conjuncts.stream()
                .filter(part -> part instanceof RunFilter.OneOf one && one.field() == Column.STATE)
                .findFirst()
                .map(part -> ((RunFilter.OneOf) part)
                        .values().stream()
                                .map(value -> WorkflowState.valueOf(((FieldValue.Text) value).value()))
                                .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private String beside(String table, String condition, int walk) {
        String of = table + " d JOIN workflow_instances i ON i.instance_id = d.instance_id";
        return ordered(of, condition, "d.listed_at", "d.instance_id", walk);
    }

    // ---- from the runs themselves

    private boolean hasWorkflow() {
        return only(Column.NAMESPACE) != null && only(Column.WORKFLOW) != null;
    }

    private String workflow() {
        return hasWorkflow()
                ? "i.namespace = " + sql.value(only(Column.NAMESPACE)) + " AND i.workflow_name = "
                        + sql.value(only(Column.WORKFLOW))
                : "i." + ANY_RUN;
    }

    private String ofInstances(String condition, int walk) {
        return ordered("workflow_instances i", condition, RunConditions.LISTED_AT, "i.instance_id", walk);
    }

    /** Nothing is asked but the one of namespace and workflow, and when: each workflow's index has the answer. */
    private boolean goesByWorkflows() {
        boolean isHalf = (only(Column.NAMESPACE) == null) != (only(Column.WORKFLOW) == null);
        return isHalf && isOfWorkflowsAlone();
    }

    /** Whether the index of workflows answers all that is asked. */
    boolean isOfWorkflowsAlone() {
        return conjuncts.stream().allMatch(RunSource::isOfWorkflows);
    }

    /** How many runs each workflow has, up to so many. */
    String countsOfWorkflows(int max) {
        return workflows() + "SELECT w.workflow_name AS k, c.n AS matching, c.n AS walked, c.n >= " + max
                + " AS is_cut FROM workflows w CROSS JOIN LATERAL (SELECT count(*) AS n FROM (" + ofEachWorkflow(max)
                + ") x) c WHERE " + ofWorkflow();
    }

    private String ofWorkflow() {
        return only(Column.WORKFLOW) == null ? "TRUE" : "w.workflow_name = " + sql.value(only(Column.WORKFLOW));
    }

    private String ofEachWorkflow(int max) {
        return ordered(
                "workflow_instances i",
                "i.namespace = w.namespace AND i.workflow_name = w.workflow_name",
                RunConditions.LISTED_AT,
                "i.instance_id",
                max);
    }

    private static boolean isOfWorkflows(RunFilter part) {
        RunField field = part instanceof RunFilter.OneOf one
                ? one.field()
                : part instanceof Ordered ordered ? ordered.field() : Column.STATE;
        return field instanceof Column column && OF_WORKFLOWS.contains(column);
    }

    private String byWorkflows(int enough) {
        return workflows() + "SELECT i.* FROM workflows w CROSS JOIN LATERAL (" + ofEachWorkflow(enough) + ") i WHERE "
                + ofWorkflow() + " ORDER BY i.listed_at" + direction() + ", i.instance_id" + direction() + " LIMIT "
                + enough;
    }

    private String workflows() {
        String namespace = only(Column.NAMESPACE);
        String of = namespace == null ? "TRUE" : "w.namespace = " + sql.value(namespace);
        String next = namespace == null
                ? "(w.namespace, w.workflow_name) > (p.namespace, p.workflow_name)"
                : "w.workflow_name > p.workflow_name";
        return WORKFLOWS.replace("{of}", of).replace("{next}", next);
    }

    // ---- in order

    private String ordered(String from, String condition, String listedAt, String id, int walk) {
        String all = condition + bounds(listedAt) + place(listedAt, id);
        return "SELECT i.*, " + listedAt + " AS listed_at FROM " + from + " WHERE " + all + " ORDER BY " + listedAt
                + direction() + ", " + id + direction() + " LIMIT " + walk;
    }

    /** Few, and in no order. */
    private String rows(String with, String from, String condition, int walk) {
        String place = place(RunConditions.LISTED_AT, "i.instance_id");
        return with + "SELECT i.*, " + RunConditions.LISTED_AT + " AS listed_at FROM " + from + " WHERE " + condition
                + place + " LIMIT " + walk;
    }

    String direction() {
        return ascending ? "" : " DESC";
    }

    private String place(String listedAt, String id) {
        return behind == null
                ? ""
                : " AND (" + listedAt + ", " + id + ") " + (ascending ? ">" : "<") + " (CAST("
                        + sql.value(behind.listedAt().toString()) + " AS timestamptz), CAST("
                        + sql.value(behind.instanceId().toString()) + " AS uuid))";
    }

    /** What the filter says of when runs have started. */
    private String bounds(String listedAt) {
        return conjuncts.stream()
                .filter(Ordered.class::isInstance)
                .map(part -> bound(listedAt, (Ordered) part))
                .collect(Collectors.joining());
    }

    private String bound(String listedAt, Ordered part) {
        if (part.field() == Column.STARTED_AT) {
            return " AND " + listedAt + " " + part.relation().sign() + " " + moment(moment(part));
        } else if (part.field() == Column.ENDED_AT && part.relation().isUpper()) {
            return " AND " + listedAt + " < " + moment(moment(part).plus(CLOCK_SET_BACK));
        } else if (part.field() == Column.AGE_SECONDS) {
            BigDecimal seconds = ((FieldValue.Number) part.bound()).value();
            String sign = part.relation().isUpper() ? ">=" : "<=";
            return seconds.abs().compareTo(AGE_MAX) > 0
                    ? ""
                    : " AND " + listedAt + " " + sign + " (SELECT engine_now()) - CAST(" + sql.value(seconds)
                            + " AS double precision) * INTERVAL '1 second'";
        }
        return "";
    }

    private String moment(Instant moment) {
        return "CAST(" + sql.value(moment.toString()) + " AS timestamptz)";
    }

    private static Instant moment(Ordered part) {
        return ((FieldValue.Moment) part.bound()).value();
    }

    /** The one text that the field has to be; null when it may be another. */
    private @Nullable String only(Column column) {
        return conjuncts.stream()
                .filter(part -> part instanceof RunFilter.OneOf one
                        && one.field() == column
                        && one.values().size() == 1)
                .map(part -> ((RunFilter.OneOf) part).values().iterator().next())
                .map(value -> ((FieldValue.Text) value).value())
                .findFirst()
                .orElse(null);
    }
}
