package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.RunField.Attribute;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunField.Label;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.find.RunFilter.Relation;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.StatementMeter.Cost;
import com.orchestrator.testkit.TestDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What finding runs costs the database, beside a thousand runs and beside a hundred thousand, or as many as {@code -Dfind.runs}
 * says; then also how long it takes.
 */
class FindCostIT {

    private static final Logger LOG = LoggerFactory.getLogger(FindCostIT.class);

    private static final int FEW = 1_000;
    private static final int MANY = Integer.getInteger("find.runs", 100_000);
    private static final boolean IS_TIMED = Integer.getInteger("find.runs") != null;
    private static final int PAGE = 20;
    private static final int WARM = 12;
    private static final int TIMED = 300;

    /** Deeper indexes, and rows that lie further apart. */
    private static final long DEEPER = 60;

    /** A thousand runs are looked at, which there are not of them beside a thousand. */
    private static final Set<String> WALKED = Set.of("attribute and state");

    private static final long WALK_PAGES = 10_000;

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private static TestDatabase database;
    private static PostgresEngineStore store;
    private static Map<String, Measured> few;
    private static Map<String, Measured> many;

    private record Measured(Cost cost, long p50Micros, long p99Micros) {}

    @BeforeAll
    static void measure() throws SQLException {
        database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
        try (StatementMeter meter = StatementMeter.of(database)) {
            fill(1, FEW);
            few = measured(meter);
            fill(FEW + 1, MANY);
            many = measured(meter);
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    /** A run a second; of twenty one has failed, of a thousand one is under way. The newest are like the oldest. */
    private static void fill(int from, int to) {
        String id = "(lpad(to_hex(i), 12, '0') || '70008000000000000000')::uuid";
        String at = "TIMESTAMPTZ '" + FIRST + "' + i * INTERVAL '1 s'";
        String state = "CASE WHEN i % 20 = 10 THEN 'FAILED' WHEN i % 1000 = 7 THEN 'RUNNING' ELSE 'COMPLETED' END";
        String rows = " FROM generate_series(" + from + ", " + to + ") AS i";
        execute(
                "INSERT INTO workflow_instances (instance_id, namespace, workflow_name, revision, run_id, state, priority,"
                        + " created_at, started_at, ended_at) SELECT " + id
                        + ", 'shop', 'order-' || i % 5, 1, 'run-' || i, "
                        + state + ", 2, " + at + ", " + at + ", CASE WHEN i % 1000 <> 7 THEN " + at
                        + " + INTERVAL '1 s' END" + rows);
        execute("INSERT INTO notable_runs SELECT " + id
                + ", 'shop', 'order-' || i % 5, 'FAILED', 'CODE_' || i / 20 % 2, " + at + rows + " WHERE i % 20 = 10");
        execute("INSERT INTO run_attributes SELECT " + id + ", 'customer', 'TEXT', 'c' || i % 40, NULL, " + at + rows);
        execute("INSERT INTO run_attributes SELECT " + id + ", 'total', 'NUMBER', NULL, i % 700, " + at + rows);
        execute("INSERT INTO run_attributes SELECT " + id + ", 'label.tier', 'TEXT', 'gold', NULL, " + at + rows
                + " WHERE i % 10 = 0");
        execute("INSERT INTO events (workflow_instance_id, sequence_number, last_sequence_number, at, data) SELECT "
                + id + ", 1, 9, " + at + ", '[]'" + rows);
        database.execute("VACUUM ANALYZE");
    }

    private static void execute(String sql) {
        database.execute("SET synchronous_commit = off; " + sql);
    }

    /** Every parameter of the contract, alone and with another; the second of each is one that hardly any run fits. */
    private static Map<String, RunFilter> filters() {
        Instant early = FIRST.plusSeconds(500);
        RunFilter order = RunFilter.is(Column.NAMESPACE, "shop").and(RunFilter.is(Column.WORKFLOW, "order-1"));
        Map<String, RunFilter> filters = new LinkedHashMap<>();
        filters.put("all", RunFilter.ALL);
        filters.put("state FAILED", RunFilter.states(Set.of(WorkflowState.FAILED)));
        filters.put("state RUNNING", RunFilter.states(Set.of(WorkflowState.RUNNING)));
        filters.put("state PAUSED", RunFilter.states(Set.of(WorkflowState.PAUSED)));
        filters.put("states", RunFilter.states(Set.of(WorkflowState.FAILED, WorkflowState.PAUSED)));
        filters.put("namespace", RunFilter.is(Column.NAMESPACE, "shop"));
        filters.put("namespace of none", RunFilter.is(Column.NAMESPACE, "bank"));
        filters.put("workflow", order);
        filters.put(
                "workflow of none",
                RunFilter.is(Column.NAMESPACE, "shop").and(RunFilter.is(Column.WORKFLOW, "nothing")));
        filters.put("workflow alone", RunFilter.is(Column.WORKFLOW, "order-3"));
        filters.put("workflow and state", order.and(RunFilter.states(Set.of(WorkflowState.FAILED))));
        filters.put("runId", RunFilter.is(Column.RUN_ID, "run-77"));
        filters.put("runId of none", RunFilter.is(Column.RUN_ID, "run-0"));
        filters.put("code", RunFilter.is(Column.CODE, "CODE_1"));
        filters.put("label", RunFilter.is(new Label("tier"), "gold"));
        filters.put("label of none", RunFilter.is(new Label("tier"), "tin"));
        filters.put("attribute", RunFilter.is(new Attribute("customer"), "c9"));
        filters.put(
                "attribute and state",
                RunFilter.is(new Attribute("customer"), "c9").and(RunFilter.states(Set.of(WorkflowState.RUNNING))));
        filters.put(
                "attribute above",
                new RunFilter.Ordered(
                        new Attribute("total"), Relation.ABOVE, new FieldValue.Number(BigDecimal.valueOf(600))));
        filters.put("startedBefore", RunFilter.at(Column.STARTED_AT, Relation.BELOW, early));
        filters.put("startedAfter", RunFilter.at(Column.STARTED_AT, Relation.ABOVE, early));
        filters.put("workflow startedBefore", order.and(RunFilter.at(Column.STARTED_AT, Relation.BELOW, early)));
        filters.put("endedBefore", RunFilter.at(Column.ENDED_AT, Relation.BELOW, early));
        filters.put("endedAfter", RunFilter.at(Column.ENDED_AT, Relation.ABOVE, early));
        filters.put(
                "age above",
                new RunFilter.Ordered(
                        Column.AGE_SECONDS, Relation.ABOVE, new FieldValue.Number(BigDecimal.valueOf(60))));
        filters.put(
                "hostile",
                new RunFilter.Not(RunFilter.every(List.of(
                        new RunFilter.Present(Column.WORKFLOW),
                        new RunFilter.Present(new Attribute("total")),
                        new RunFilter.Not(new RunFilter.StartsWith(new Attribute("customer"), "x"))))));
        return filters;
    }

    private static Map<String, Measured> measured(StatementMeter meter) throws SQLException {
        Map<String, Measured> all = new LinkedHashMap<>();
        for (Map.Entry<String, RunFilter> filter : filters().entrySet()) {
            for (int i = 0; i < WARM; i++) {
                list(filter.getValue());
            }
            Cost cost = meter.leastCostOf(3, () -> list(filter.getValue()));
            all.put(filter.getKey(), timed(cost, filter.getValue()));
        }
        return all;
    }

    private static Measured timed(Cost cost, RunFilter filter) {
        long[] micros = new long[IS_TIMED ? TIMED : 1];
        for (int i = 0; i < micros.length; i++) {
            long begin = System.nanoTime();
            list(filter);
            micros[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
        }
        Arrays.sort(micros);
        return new Measured(cost, micros[micros.length / 2], micros[micros.length * 99 / 100]);
    }

    private static void list(RunFilter filter) {
        store.reads().listInstances(new InstanceQuery(filter, new ListQuery(PAGE, null)));
    }

    @TestFactory
    List<DynamicTest> find_costsTheSame_besideManyRuns() {
        return filters().keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Measured before = few.get(name);
                    Measured after = many.get(name);
                    LOG.info("{}: beside {} runs {}, beside {} runs {}", name, FEW, before, MANY, after);
                    assertThat(after.cost().statements())
                            .isEqualTo(before.cost().statements());
                    assertThat(after.cost().rowsWritten()).isZero();
                    assertThat(after.cost().pages())
                            .isLessThanOrEqualTo(
                                    WALKED.contains(name)
                                            ? WALK_PAGES
                                            : 3 * before.cost().pages() + DEEPER);
                }))
                .toList();
    }
}
