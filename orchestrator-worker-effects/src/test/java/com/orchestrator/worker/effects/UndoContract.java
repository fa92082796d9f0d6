package com.orchestrator.worker.effects;

import static com.orchestrator.worker.effects.EffectsUnderTest.failureOf;
import static com.orchestrator.worker.effects.EffectsUnderTest.forward;
import static com.orchestrator.worker.effects.EffectsUnderTest.release;
import static com.orchestrator.worker.effects.EffectsUnderTest.reserve;
import static com.orchestrator.worker.effects.EffectsUnderTest.undoOfCertain;
import static com.orchestrator.worker.effects.EffectsUnderTest.undoOfDoubtful;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.worker.TaskFailure;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Undos, and forward deliveries that meet them. */
interface UndoContract extends EffectsUnderTest {

    @Test
    default void undo_isGivenWhatTheForwardWorkReturned_andIsDoneOnce() throws Exception {
        reserve(effects(), KEY, "r-1");

        assertThat(release(effects(), undoOfCertain(UNDO_KEY))).isEqualTo(UndoOutcome.UNDONE);
        assertThat(release(effects(), undoOfCertain(UNDO_KEY))).isEqualTo(UndoOutcome.UNDONE);

        assertThat(ledger().entries()).containsExactly("release r-1", "reserve r-1");
    }

    @Test
    default void undoOfADoubtfulEffectThatHappened_undoesIt() throws Exception {
        effects().once(forward(KEY), connection -> LedgerDatabase.enter(connection, "reserve"));

        UndoOutcome outcome =
                effects().undo(undoOfDoubtful(UNDO_KEY), connection -> LedgerDatabase.enter(connection, "release"));

        assertThat(outcome).isEqualTo(UndoOutcome.UNDONE);
        assertThat(ledger().entries()).containsExactly("release", "reserve");
    }

    @Test
    default void undoBeforeItsEffect_doesNothing_andTheEffectNeverHappens() throws Exception {
        assertThat(release(effects(), undoOfDoubtful(UNDO_KEY))).isEqualTo(UndoOutcome.NOTHING_HAPPENED);

        TaskFailure late = failureOf(() -> reserve(effects(), KEY, "r-late"));

        assertThat(late.code()).isEqualTo(EffectFailures.EFFECT_UNDONE);
        assertThat(late.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(late).hasMessageContaining(KEY).hasMessageContaining("before it happened");
        assertThat(release(effects(), undoOfDoubtful(UNDO_KEY))).isEqualTo(UndoOutcome.NOTHING_HAPPENED);
        assertThat(ledger().entries()).isEmpty();
    }

    @Test
    default void forwardDeliveryAfterEffectAndUndo_isRefused() throws Exception {
        reserve(effects(), KEY, "r-1");
        release(effects(), undoOfCertain(UNDO_KEY));

        TaskFailure late = failureOf(() -> reserve(effects(), KEY, "r-late"));

        assertThat(late.code()).isEqualTo(EffectFailures.EFFECT_UNDONE);
        assertThat(late).hasMessageContaining("done and undone");
        assertThat(ledger().entries()).containsExactly("release r-1", "reserve r-1");
    }

    /** The engine asks for a second undo when a success is reported after the first one; the first one has dealt with it. */
    @Test
    default void secondUndoForALateReport_findsNothingLeft() throws Exception {
        reserve(effects(), KEY, "r-1");
        release(effects(), undoOfDoubtful(UNDO_KEY));

        assertThat(release(effects(), undoOfCertain(UNDO_KEY + ":2"))).isEqualTo(UndoOutcome.UNDONE);

        assertThat(ledger().entries()).containsExactly("release r-1", "reserve r-1");
    }

    @Test
    default void roundAfterARollback_isDoneAndUndoneByItself() throws Exception {
        reserve(effects(), KEY, "r-1");
        release(effects(), undoOfCertain(UNDO_KEY));

        reserve(effects(), KEY + "@2", "r-2");
        release(effects(), undoOfCertain(KEY + "@2:undo"));

        assertThat(ledger().entries()).containsExactly("release r-1", "release r-2", "reserve r-1", "reserve r-2");
    }

    @Test
    default void undoThatFails_leavesTheEffect_forTheNextAttempt() throws Exception {
        reserve(effects(), KEY, "r-1");
        IOException broken = new IOException("no answer");

        assertThatThrownBy(() -> effects().undo(undoOfCertain(UNDO_KEY), connection -> {
                    LedgerDatabase.enter(connection, "release half");
                    throw broken;
                }))
                .isSameAs(broken);
        assertThat(reserve(effects(), KEY, "r-2").id()).isEqualTo("r-1");
        release(effects(), undoOfCertain(UNDO_KEY));

        assertThat(ledger().entries()).containsExactly("release r-1", "reserve r-1");
    }

    @Test
    default void undoOfACertainEffectWithoutRecord_isForAPersonToLookAt_andSettlesNothing() throws Exception {
        TaskFailure failure = failureOf(() -> release(effects(), undoOfCertain(UNDO_KEY)));

        assertThat(failure.code()).isEqualTo(EffectFailures.EFFECT_UNRECORDED);
        assertThat(failure.kind()).isEqualTo(FailureKind.SUSPEND);
        assertThat(reserve(effects(), KEY, "r-1").id()).isEqualTo("r-1");
    }

    @Test
    default void undo_isForUndosOnly() {
        assertThatIllegalStateException()
                .isThrownBy(() -> effects().undo(forward(UNDO_KEY), connection -> {}))
                .withMessageContaining("call once");
        assertThatIllegalStateException().isThrownBy(() -> effects().undo(undoOfCertain(KEY), connection -> {}));
    }
}
