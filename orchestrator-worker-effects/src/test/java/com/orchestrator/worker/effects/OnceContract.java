package com.orchestrator.worker.effects;

import static com.orchestrator.worker.effects.EffectsUnderTest.failureOf;
import static com.orchestrator.worker.effects.EffectsUnderTest.forward;
import static com.orchestrator.worker.effects.EffectsUnderTest.reserve;
import static com.orchestrator.worker.effects.EffectsUnderTest.undoOfCertain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.worker.TaskFailure;
import java.io.IOException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Forward deliveries. */
interface OnceContract extends EffectsUnderTest {

    @Test
    default void workerKilledBeforeItsReport_theNextDeliveryReportsTheSame_andDoesNothing() throws Exception {
        Reservation neverReported = reserve(effects(), KEY, "r-1");

        Reservation reported = reserve(effects(), KEY, "r-2");

        assertThat(reported).isEqualTo(neverReported).isEqualTo(new Reservation("r-1", 3));
        assertThat(ledger().entries()).containsExactly("reserve r-1");
    }

    @Test
    default void workWithoutOutput_isDoneOnce() throws Exception {
        effects().once(forward(KEY), connection -> LedgerDatabase.enter(connection, "first"));
        effects().once(forward(KEY), connection -> LedgerDatabase.enter(connection, "second"));

        assertThat(ledger().entries()).containsExactly("first");
    }

    @Test
    default void attemptThatFails_leavesNothing_andTheNextOneWorks() throws Exception {
        IOException broken = new IOException("no answer");

        assertThatThrownBy(() -> effects().once(forward(KEY), Reservation.class, connection -> {
                    LedgerDatabase.enter(connection, "reserve half");
                    throw broken;
                }))
                .isSameAs(broken);
        assertThat(reserve(effects(), KEY, "r-2").id()).isEqualTo("r-2");

        assertThat(ledger().entries()).containsExactly("reserve r-2");
    }

    @Test
    default void businessNo_isReportedAsItIs_andLeavesNothing() {
        TaskFailure no = TaskFailure.compensate("OUT_OF_STOCK");

        assertThatThrownBy(() -> effects().once(forward(KEY), connection -> {
                    LedgerDatabase.enter(connection, "reserve half");
                    throw no;
                }))
                .isSameAs(no);

        assertThat(ledger().entries()).isEmpty();
        assertThat(ledger().query("SELECT idempotency_key FROM orchestrator_effects"))
                .isEmpty();
    }

    @Test
    default void everyTaskIterationAndRound_isAnEffectOfItsOwn() throws Exception {
        for (String key : new String[] {KEY, KEY + "#0", KEY + "#1", KEY + "@2", KEY.replace("o-1", "O-1")}) {
            reserve(effects(), key, key);
        }

        assertThat(ledger().entries()).hasSize(5);
    }

    @Test
    default void work_cannotEndItsTransaction() throws Exception {
        effects().once(forward(KEY), connection -> {
            LedgerDatabase.enter(connection, "kept");
            Savepoint savepoint = connection.setSavepoint();
            LedgerDatabase.enter(connection, "taken back");
            connection.rollback(savepoint);
            connection.close();
            assertThatIllegalStateException().isThrownBy(connection::commit).withMessageContaining("commit");
            assertThatIllegalStateException().isThrownBy(connection::rollback);
            assertThatIllegalStateException().isThrownBy(() -> connection.setAutoCommit(true));
            assertThatIllegalStateException().isThrownBy(() -> connection.abort(Runnable::run));
        });

        assertThat(ledger().entries()).containsExactly("kept");
    }

    @Test
    default void workThatRollsBackInSql_isFoundOut_andLeavesNothing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> effects().once(forward(KEY), connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("ROLLBACK");
                    }
                    LedgerDatabase.enter(connection, "without a record");
                }))
                .withMessageContaining(KEY);

        assertThat(ledger().entries()).isEmpty();
    }

    @Test
    default void outputThatCannotBeReadBack_isRefusedBeforeItIsTooLate() {
        TaskFailure failure = failureOf(() -> effects().once(forward(KEY), Thread.class, connection -> {
            LedgerDatabase.enter(connection, "reserve");
            return Thread.currentThread();
        }));

        assertThat(failure.code()).isEqualTo(EffectFailures.OUTPUT_UNWRITABLE);
        assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(ledger().entries()).isEmpty();
    }

    @Test
    default void recordedOutputOfAnotherShape_isForAPersonToLookAt() throws Exception {
        effects().once(forward(KEY), String.class, connection -> "of an earlier build");
        effects().once(forward(KEY + "#1"), connection -> LedgerDatabase.enter(connection, "nothing returned"));

        for (String key : new String[] {KEY, KEY + "#1"}) {
            TaskFailure failure = failureOf(() -> reserve(effects(), key, "r-1"));
            assertThat(failure.code()).isEqualTo(EffectFailures.OUTPUT_UNREADABLE);
            assertThat(failure.kind()).isEqualTo(FailureKind.SUSPEND);
        }
    }

    @Test
    default void once_isNotForUndos() {
        assertThatIllegalStateException()
                .isThrownBy(() -> effects().once(undoOfCertain(UNDO_KEY), connection -> {}))
                .withMessageContaining("call undo");
    }
}
