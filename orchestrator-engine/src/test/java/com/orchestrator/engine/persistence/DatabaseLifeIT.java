package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse.RenewalStatus;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.testkit.OneTaskWorkflow;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A database that was taken back to an earlier moment is known, and what was handed out before counts no more. */
class DatabaseLifeIT {

    private static final String LOCKED = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: locked
            locks: [account]
            tasks:
              - { id: a, task: work, timeouts: { lease: PT1H } }
            """;

    private static final String BY_ANOTHER_TRANSACTION = """
            CREATE TABLE dumped AS SELECT * FROM database_life;
            DELETE FROM database_life;
            INSERT INTO database_life SELECT * FROM dumped;
            DROP TABLE dumped
            """;

    private final TestDatabase database = TestDatabase.create();

    private PostgresEngineStore open() {
        return PostgresEngineStore.open(database.config());
    }

    private static OrchestratorEngine engine(PostgresEngineStore store) {
        return new OrchestratorEngine(EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler()));
    }

    private String found() {
        try (PostgresEngineStore store = open()) {
            return store.justRestored().orElse("nothing");
        }
    }

    /** As a server of that place would have left it. */
    private void wasWrittenBy(String place) {
        database.execute("UPDATE database_life SET " + place
                + ", written_by = CAST(CAST(pg_current_xact_id() AS text) AS bigint)");
    }

    @Test
    void startsOfServers_findADumpThatWasRestored_andARecoveryThatEndedEarly_once() {
        assertThat(found()).isEqualTo("nothing");
        assertThat(found()).isEqualTo("nothing");

        database.execute(BY_ANOTHER_TRANSACTION);
        assertThat(found()).contains("(COPIED, noticed at ");
        assertThat(found()).isEqualTo("nothing");

        wasWrittenBy("timeline = timeline + 1");
        assertThat(found()).contains("(NEW_TIMELINE, noticed at ");
        assertThat(found()).isEqualTo("nothing");
        assertThat(PostgresEngineStore.restored(database.config())).contains("NEW_TIMELINE");
    }

    @Test
    void upgradeOfPostgres_isTheSameLife() {
        assertThat(found()).isEqualTo("nothing");
        wasWrittenBy("timeline = timeline + 1, system_identifier = system_identifier + 1");
        database.execute("VACUUM FREEZE database_life");

        assertThat(found()).isEqualTo("nothing");
        assertThat(PostgresEngineStore.restored(database.config())).isEmpty();
    }

    @Test
    void serverThatIsUp_whenSomebodySaysSo_decidesNothingMore_andEnds() {
        AtomicInteger ended = new AtomicInteger();
        PostgresEngineStore.prepare(database.config());
        try (PostgresEngineStore store = PostgresEngineStore.connect(database.config(), null, ended::incrementAndGet)) {
            store.runs().inTransaction(RunTransaction::now);

            assertThat(PostgresEngineStore.declareRestored(database.config())).contains("(DECLARED, ");

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> store.runs().inTransaction(RunTransaction::now))
                        .isInstanceOf(StoreUnavailableException.class);
            }
        }
        assertThat(ended).hasValue(1);
        assertThat(found()).contains("(DECLARED, ");
        assertThat(found()).isEqualTo("nothing");
    }

    @Test
    void whatWasHandedOutBefore_isOver_andNumbersGoOnBehindAllThatWereGiven() {
        LeasedTask young;
        LeasedTask kept;
        try (PostgresEngineStore store = open();
                OrchestratorEngine engine = engine(store)) {
            engine.workflowService().registerWorkflow(LOCKED.getBytes(StandardCharsets.UTF_8));
            engine.workflowService().registerWorkflow(OneTaskWorkflow.document("plain"));
            engine.workflowService()
                    .startWorkflow(OneTaskWorkflow.request("locked", "kept"))
                    .join();
            kept = take(engine);
            engine.workflowService()
                    .startWorkflow(OneTaskWorkflow.request("plain", "young"))
                    .join();
            young = take(engine);
            assertThat(renew(engine, kept)).isEqualTo(RenewalStatus.RENEWED);
            assertThat(fence(kept)).isLessThan(1_000);
        }

        PostgresEngineStore.declareRestored(database.config());

        long floor = micros(Instant.now()) - 60_000_000;
        try (PostgresEngineStore store = open();
                OrchestratorEngine engine = engine(store)) {
            assertThat(renew(engine, kept)).isEqualTo(RenewalStatus.LOST);
            assertThat(renew(engine, young)).isEqualTo(RenewalStatus.LOST);
            for (LeasedTask before : List.of(kept, young)) {
                assertThatThrownBy(() -> complete(engine, before)).hasMessageContaining("restored");
            }
            for (int i = 0; i < 2; i++) {
                LeasedTask again = take(engine);
                assertThat(again.attempt()).isEqualTo(2);
                assertThat(again.fenceToken()).isGreaterThan(floor);
                if (again.runId().equals("kept")) {
                    assertThat(fence(again)).isGreaterThan(floor);
                }
                complete(engine, again);
            }
            assertThat(store.feed().end().number()).isGreaterThan(floor);
        }
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Of the lock. */
    private static long fence(LeasedTask task) {
        return Long.parseLong(task.headers().get("lock-fence.account"));
    }

    private static LeasedTask take(OrchestratorEngine engine) {
        return engine.taskService()
                .poll(new PollRequest("w", List.of("work"), 1, Duration.ofSeconds(20), null, List.of(), List.of()))
                .join()
                .tasks()
                .get(0);
    }

    private static RenewalStatus renew(OrchestratorEngine engine, LeasedTask task) {
        LeaseRenewal renewal = new LeaseRenewal(task.executionId(), task.fenceToken(), null, null);
        return engine.taskService()
                .poll(new PollRequest("w", List.of("none"), 1, Duration.ZERO, null, List.of(), List.of(renewal)))
                .join()
                .renewals()
                .get(0)
                .status();
    }

    private static void complete(OrchestratorEngine engine, LeasedTask task) {
        TaskReport report = TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT);
        engine.taskService().completeTask("w", report).join();
    }
}
