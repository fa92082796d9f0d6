package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Author;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.StatementMeter.Cost;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What limits add to a batch that hands out work, and to one that ends it, counted by the database itself. */
class LimitCostIT {

    /** Definitions by how many rules their task is under: a cap, then the queue's limit, then that of a key. */
    private static final List<String> CONTROLS = List.of(
            "queue: q0",
            "queue: q1, concurrency: {max: 900}",
            "queue: q2, concurrency: {max: 900}",
            "queue: q3, concurrency: {max: 900}, fairness: {key: \"${ input.key }\", maxConcurrent: 900}");

    private static PostgresEngineStore store;
    private static StatementMeter meter;
    private static SteppedEngine engine;
    private static int runs;

    @BeforeAll
    static void open() throws SQLException {
        TestDatabase database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
        meter = StatementMeter.of(database);
        engine = new SteppedEngine(
                SteppedEngine.ONE_LANE, store, List.of(), SettableClock.standing(), new Random(1), nanos -> {});
        for (int rules = 0; rules < CONTROLS.size(); rules++) {
            register("w" + rules, CONTROLS.get(rules));
        }
        register("heavy", "queue: q4, budget: heavy");
        set(RuleName.queue("q2"), queueLimit());
        set(RuleName.queue("q3"), queueLimit());
        set(RuleName.budget("heavy"), new Budget(900));
        while (!store.limits().read().adopting().isEmpty()) {
            database.advance(Duration.ofSeconds(1));
            engine.sweep();
            engine.settle();
        }
    }

    @AfterAll
    static void close() throws SQLException {
        meter.close();
        store.close();
    }

    private static void register(String name, String controls) {
        engine.workflows().registerWorkflow("""
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: test
                name: %s
                tasks:
                  - {id: t, task: work, %s}
                """.formatted(name, controls).getBytes(StandardCharsets.UTF_8));
    }

    private static QueueLimit queueLimit() {
        return new QueueLimit(false, null, null, 900, null, RingWeights.DEFAULT, false);
    }

    private static void set(RuleName rule, Limit limit) {
        store.limits().change(rule, none -> Optional.of(limit), new Author("kim", "because", null));
    }

    private static void start(String workflow, int count) {
        for (int i = 0; i < count; i++) {
            engine.workflows()
                    .startWorkflow(new StartWorkflowRequest(
                            "test",
                            workflow,
                            "r" + runs++,
                            Payload.ofJson("{\"key\": \"k\"}"),
                            Map.of(),
                            null,
                            null,
                            null,
                            null));
        }
        engine.settle();
    }

    private static List<LeasedTask> poll(String queue, int max, List<TaskReport> reports) {
        var answer = engine.tasks()
                .poll(new PollRequest(
                        "w", List.of(queue), max, Duration.ZERO, Duration.ofMinutes(9), reports, List.of()));
        engine.settle();
        return answer.join().tasks();
    }

    private static List<TaskReport> done(List<LeasedTask> tasks) {
        return tasks.stream()
                .map(task -> TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                .toList();
    }

    /** What is handed out in one batch, and then ended in one. */
    private record Life(Cost taken, Cost ended) {}

    private static Life life(int rules, int tasks) throws SQLException {
        start("w" + rules, tasks);
        engine.sweep();
        engine.settle();
        List<LeasedTask> taken = new ArrayList<>();
        Cost took = meter.costOf(() -> taken.addAll(poll("q" + rules, tasks, List.of())));
        assertThat(taken).hasSize(tasks);
        engine.sweep();
        engine.settle();
        Cost ended = meter.costOf(() -> poll("none", 0, done(taken)));
        return new Life(took, ended);
    }

    /** A queue whose priorities are not known to be empty is asked once more. */
    private static Life leastOf(int rules, int tasks) throws SQLException {
        Life least = life(rules, tasks);
        for (int i = 0; i < 3; i++) {
            Life next = life(rules, tasks);
            least = new Life(least.taken().orLess(next.taken()), least.ended().orLess(next.ended()));
        }
        return least;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 50", "1, 200", "2, 1", "2, 50", "2, 200", "3, 1", "3, 50", "3, 200"})
    void aBatch_costsThreeStatementsMore_andARowForEachTaskAndRule(int rules, int tasks) throws SQLException {
        Life free = leastOf(0, tasks);
        Life limited = leastOf(rules, tasks);

        assertThat(limited.taken().statements() - free.taken().statements()).isEqualTo(3);
        assertThat(limited.taken().rowsWritten() - free.taken().rowsWritten()).isEqualTo((long) rules * tasks);
        assertThat(limited.ended().statements() - free.ended().statements()).isEqualTo(1);
        assertThat(limited.ended().rowsWritten() - free.ended().rowsWritten()).isEqualTo((long) rules * tasks);
    }

    /** Its rule may have room for none of it, so work of a line is looked at in pieces. */
    @Test
    void workUnderABudget_isTakenInPiecesOfTwenty() throws SQLException {
        start("heavy", 60);
        engine.sweep();
        List<Integer> pieces = new ArrayList<>();
        Cost cost = meter.costOf(
                () -> {
                    for (int i = 0; i < 3; i++) {
                        pieces.add(poll("q4", 60, List.of()).size());
                    }
                },
                "permits");

        assertThat(pieces).containsExactly(20, 20, 20);
        assertThat(cost.rowsWritten()).isEqualTo(60);
        assertThat(cost.statements()).isEqualTo(6);
    }
}
