package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentState;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.incident.IncidentPlace;
import com.orchestrator.engine.incident.IncidentSource;
import com.orchestrator.engine.incident.OpenedIncident;
import com.orchestrator.engine.persistence.sql.IncidentRows;
import com.orchestrator.engine.persistence.sql.NamedStatement;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.StatementMeter.Cost;
import com.orchestrator.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What incidents cost the database, beside a thousand and beside a hundred thousand of four causes. */
class IncidentCostIT {

    private static final Logger LOG = LoggerFactory.getLogger(IncidentCostIT.class);

    private static final int FEW = 1_000;
    private static final int MANY = Integer.getInteger("incident.runs", 100_000);
    private static final int CAUSES = 4;
    private static final int PRINT_CHARS = 32;
    private static final int WARM = 12;

    /** Deeper indexes, and rows that lie further apart. */
    private static final long DEEPER = 60;

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private static TestDatabase database;
    private static PostgresEngineStore store;
    private static Map<String, Cost> few;
    private static Map<String, Cost> many;
    private static long written;

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

    private static void fill(int from, int to) {
        database.execute(
                "SET synchronous_commit = off; INSERT INTO incidents (incident_id, kind, instance_id, namespace,"
                        + " workflow_name, task_id, code, message, fingerprint, opened_at) SELECT gen_random_uuid(), 'TASK',"
                        + " (lpad(to_hex(i), 12, '0') || '70008000000000000000')::uuid, 'shop', 'order-' || i % "
                        + CAUSES
                        + ", 'charge', 'CODE_' || i % " + CAUSES
                        + ", 'no answer after ' || i || ' s', repeat(to_hex(i % "
                        + CAUSES + "), " + PRINT_CHARS + "), TIMESTAMPTZ '" + FIRST
                        + "' + i * INTERVAL '1 s' FROM generate_series(" + from + ", " + to + ") AS i");
        database.execute("VACUUM ANALYZE");
    }

    private static Map<String, Runnable> asked() {
        Map<String, Runnable> asked = new LinkedHashMap<>();
        asked.put("open", () -> list(IncidentFilter.OPEN));
        asked.put(
                "resolved", () -> list(new IncidentFilter(IncidentState.RESOLVED, null, null, null, null, null, null)));
        asked.put("cause", () -> list(filter(null, null, "1".repeat(PRINT_CHARS), null)));
        asked.put("code", () -> list(filter(null, "CODE_2", null, null)));
        asked.put("workflow", () -> list(filter("order-3", null, null, null)));
        asked.put("assignee", () -> list(filter(null, null, null, "nobody")));
        asked.put("run", () -> list(IncidentFilter.openOf(new UUID(0x0000_0000_0007_7000L, 0x8000_0000_0000_0000L))));
        asked.put("groups", IncidentCostIT::groups);
        asked.put("count", () -> store.incidents().countOpen());
        asked.put("runs of a cause", () -> store.incidents().runsOf("2".repeat(PRINT_CHARS), new UUID(0, 0), 20));
        asked.put("one more", IncidentCostIT::open);
        return asked;
    }

    private static IncidentFilter filter(
            @Nullable String workflow, @Nullable String code, @Nullable String fingerprint, @Nullable String assignee) {
        return new IncidentFilter(IncidentState.OPEN, null, "shop", workflow, code, fingerprint, assignee);
    }

    private static void list(IncidentFilter filter) {
        store.incidents().list(filter, new ListQuery(20, null));
    }

    private static List<IncidentGroup> groups() {
        return store.incidents()
                .groups(IncidentGroupFilter.ALL, new ListQuery(20, null))
                .items();
    }

    private static void open() {
        OpenedIncident incident = new OpenedIncident(
                new UUID(7, ++written),
                IncidentKind.TASK,
                new UUID(8, written),
                IncidentSource.ofRun("shop", "one-more"),
                new IncidentPlace("charge", null, null),
                "ONE_MORE",
                "no answer",
                FIRST);
        try (Connection connection = database.connect();
                NamedStatement statement = IncidentRows.open(connection, List.of(incident))) {
            statement.update();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Cost> measured(StatementMeter meter) throws SQLException {
        Map<String, Cost> all = new LinkedHashMap<>();
        for (Map.Entry<String, Runnable> one : asked().entrySet()) {
            for (int i = 0; i < WARM; i++) {
                one.getValue().run();
            }
            all.put(one.getKey(), meter.leastCostOf(3, one.getValue()::run));
        }
        return all;
    }

    @TestFactory
    List<DynamicTest> costsTheSame_besideManyIncidents() {
        return few.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Cost before = few.get(name);
                    Cost after = many.get(name);
                    LOG.info("{}: beside {} incidents {}, beside {} {}", name, FEW, before, MANY, after);
                    assertThat(after.statements()).isEqualTo(before.statements());
                    assertThat(after.rowsWritten()).isEqualTo(before.rowsWritten());
                    assertThat(after.pages()).isLessThanOrEqualTo(3 * before.pages() + DEEPER);
                }))
                .toList();
    }

    @Test
    void groupsOfMany_areCountedExactly() {
        assertThat(groups())
                .filteredOn(group -> !group.code().equals("ONE_MORE"))
                .hasSize(CAUSES)
                .allSatisfy(group -> assertThat(group.count()).isEqualTo(MANY / CAUSES));
    }
}
