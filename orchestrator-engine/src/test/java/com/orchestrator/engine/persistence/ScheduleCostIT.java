package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.StatementMeter.Cost;
import com.orchestrator.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked about schedules costs the same beside a thousand and 20,000 of them, or as many as {@code -Dschedule.count} says, and of their times. */
class ScheduleCostIT {

    private static final int FEW = 1_000;
    private static final int MANY = Integer.getInteger("schedule.count", 20_000);
    private static final int DUE = 5;
    private static final int MEASURED = 4;

    /** Levels by which indexes get deeper, for each of the schedules and times that are looked at. */
    private static final long DEEPER = 40;

    private enum Call {
        LOOK,
        LOCK_DUE,
        LOCK,
        UNSETTLED,
        LAST,
        ONE,
        LIST,
        LIST_OF_NAMESPACE
    }

    private static TestDatabase database;
    private static PostgresEngineStore store;
    private static Map<Call, Cost> few;
    private static Map<Call, Cost> many;

    @BeforeAll
    static void measure() throws SQLException {
        database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
        try (StatementMeter meter = StatementMeter.of(database)) {
            fill(1, FEW);
            few = meter.leastCostOfEach(MEASURED, ScheduleCostIT::calls);
            fill(FEW + 1, MANY);
            many = meter.leastCostOfEach(MEASURED, ScheduleCostIT::calls);
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    /** The first few are due; each has ten times, one of which is open. */
    private static void fill(int from, int to) {
        String rows = " FROM generate_series(" + from + ", " + to + ") AS i";
        database.execute("SET synchronous_commit = off; INSERT INTO schedules (namespace, schedule_name, spec, version,"
                + " paused, settled_to, wake_at, last_number, missed, tzdata, created_at, changed_at)"
                + " SELECT 'n' || i % 7, 's' || lpad(i::text, 7, '0'), '{\"workflow\":\"w\",\"every\":\"1h\"}', 1, FALSE,"
                + " engine_now(), engine_now() + CASE WHEN i <= " + DUE
                + " THEN INTERVAL '-1 s' ELSE INTERVAL '1 d' END,"
                + " 10, 0, '2025a', engine_now(), engine_now()" + rows);
        database.execute("SET synchronous_commit = off; INSERT INTO schedule_fires (namespace, schedule_name,"
                + " fire_number, nominal_at, state, moved, overlap, decided_at)"
                + " SELECT 'n' || i % 7, 's' || lpad(i::text, 7, '0'), n, engine_now() + n * INTERVAL '1 h',"
                + " CASE WHEN n = 10 THEN 'OPEN' ELSE 'STARTED' END, FALSE, 'SKIP', engine_now()" + rows
                + ", generate_series(1, 10) AS n");
        database.execute("VACUUM ANALYZE schedules, schedule_fires");
    }

    private static Map<Call, Runnable> calls() {
        List<ScheduleKey> keys = List.of(new ScheduleKey("n1", "s0000001"), new ScheduleKey("n2", "s0000002"));
        Map<Call, Runnable> calls = new LinkedHashMap<>();
        calls.put(
                Call.LOOK,
                () -> assertThat(store.leases().whatIsDue(Set.of()).schedules()).isTrue());
        calls.put(Call.LOCK_DUE, () -> assertThat(lockDue()).hasSize(DUE));
        calls.put(Call.LOCK, () -> assertThat(lock(keys)).hasSize(2));
        calls.put(Call.UNSETTLED, () -> assertThat(unsettled(keys)).hasSize(2));
        calls.put(
                Call.LAST,
                () -> assertThat(store.schedules().lastFires(keys.get(0), 5)).hasSize(5));
        calls.put(
                Call.ONE, () -> assertThat(store.schedules().find(keys.get(0))).isPresent());
        calls.put(
                Call.LIST,
                () -> assertThat(store.schedules()
                                .list(null, new ListQuery(5, null))
                                .items())
                        .hasSize(5));
        calls.put(
                Call.LIST_OF_NAMESPACE,
                () -> assertThat(store.schedules()
                                .list("n3", new ListQuery(5, null))
                                .items())
                        .hasSize(5));
        return calls;
    }

    private static List<StoredSchedule> lockDue() {
        return store.schedules().inTransaction(transaction -> transaction.lockDue(100));
    }

    private static List<StoredSchedule> lock(List<ScheduleKey> keys) {
        return store.schedules().inTransaction(transaction -> transaction.lock(keys));
    }

    private static Map<ScheduleKey, List<Fire.Known>> unsettled(List<ScheduleKey> keys) {
        return store.schedules().inTransaction(transaction -> transaction.unsettled(keys));
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void call_costsTheSame_besideManySchedules(Call call) {
        many.get(call).mustBeLike(few.get(call), DEEPER);
    }
}
