package com.orchestrator.worker.effects;

import static com.orchestrator.worker.effects.EffectsUnderTest.release;
import static com.orchestrator.worker.effects.EffectsUnderTest.reserve;
import static com.orchestrator.worker.effects.EffectsUnderTest.undoOfCertain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table itself. */
interface UpkeepContract extends EffectsUnderTest {

    Instant FAR_PAST = Instant.parse("2001-01-01T00:00:00Z");

    @Test
    default void table_isMadeOnce_howeverManyWorkersStart() throws Exception {
        int workers = 8;
        CyclicBarrier start = new CyclicBarrier(workers);
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            Callable<Void> worker = () -> {
                start.await();
                Effects.on(ledger().dataSource(), "effects_of_many").ensureTable();
                return null;
            };
            for (Future<Void> started : threads.invokeAll(
                    IntStream.range(0, workers).mapToObj(i -> worker).toList())) {
                started.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(reserve(Effects.on(ledger().dataSource(), "effects_of_many"), KEY, "r-1")
                        .id())
                .isEqualTo("r-1");
    }

    @Test
    default void table_mayStandInASchemaOfItsOwn() throws Exception {
        ledger().execute("CREATE SCHEMA shop");
        Effects effects = Effects.on(ledger().dataSource(), "shop.effects");

        effects.ensureTable();
        effects.ensureTable();

        assertThat(reserve(effects, KEY, "r-1").id()).isEqualTo("r-1");
        assertThat(ledger().query("SELECT idempotency_key FROM shop.effects")).containsExactly(KEY);
    }

    @Test
    default void tableThatCannotBeMade_isReported() {
        assertThatThrownBy(() -> Effects.on(ledger().dataSource(), "no_such_schema.effects")
                        .ensureTable())
                .isInstanceOf(SQLException.class);
    }

    @Test
    default void nameThatIsNoTable_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Effects.on(ledger().dataSource(), "effects; DROP TABLE ledger"))
                .withMessageContaining("shop.effects");
    }

    @Test
    default void oldRecords_areForgotten_inMoreThanOneBatch() throws Exception {
        addOldRecords(1_200);
        reserve(effects(), KEY, "r-1");

        assertThat(effects().forgetBefore(FAR_PAST.plusSeconds(1))).isEqualTo(1_200);

        assertThat(ledger().query("SELECT idempotency_key FROM orchestrator_effects"))
                .containsExactly(KEY);
        assertThat(effects().forgetBefore(FAR_PAST.plusSeconds(1))).isZero();
    }

    /** Its undo makes a record young again, also when it comes between the look and the deletion. */
    @Test
    default void recordThatIsUndoneMeanwhile_isKept() throws Exception {
        reserve(effects(), KEY, "r-1");
        ledger().execute(
                        "UPDATE orchestrator_effects SET changed_at = TIMESTAMP WITH TIME ZONE '2001-01-01 00:00:00+00'");
        ConnectionScript undoFirst = new ConnectionScript() {
            private int statements;

            @Override
            public void before(Connection connection, String call) throws SQLException {
                if (call.equals("prepareStatement") && ++statements == 2) {
                    undo();
                }
            }
        };

        assertThat(effects(undoFirst).forgetBefore(FAR_PAST.plusSeconds(1))).isZero();

        assertThat(ledger().query("SELECT outcome FROM orchestrator_effects")).isEqualTo(List.of("UNDONE"));
    }

    private void undo() throws SQLException {
        try {
            release(effects(), undoOfCertain(UNDO_KEY));
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }

    private void addOldRecords(int count) throws SQLException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append(i == 0 ? "" : ", ")
                    .append("('old-")
                    .append(i)
                    .append("', 'DONE', TIMESTAMP WITH TIME ZONE '2001-01-01 00:00:00+00')");
        }
        ledger().execute("INSERT INTO orchestrator_effects (idempotency_key, outcome, changed_at) VALUES " + rows);
    }
}
