package com.orchestrator.worker.effects;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every part of the contract starts from. */
interface EffectsUnderTest {

    String KEY = "shop/order/o-1/reserve";
    String UNDO_KEY = KEY + ":undo";

    LedgerDatabase ledger();

    /** What the forward handler returns. */
    record Reservation(String id, int quantity) {}

    default Effects effects() {
        return Effects.on(ledger().dataSource());
    }

    default Effects effects(ConnectionScript script) {
        return Effects.on(ConnectionScript.play(ledger().dataSource(), script));
    }

    static TaskContext forward(String key) {
        return TaskContext.detached("inventory.reserve", key);
    }

    static TaskContext undoOfDoubtful(String key) {
        return TaskContext.detachedUndo("inventory.release", key, true);
    }

    static TaskContext undoOfCertain(String key) {
        return TaskContext.detachedUndo("inventory.release", key, false);
    }

    /** One delivery of the forward task. */
    static Reservation reserve(Effects effects, String key, String id) throws Exception {
        return effects.once(forward(key), Reservation.class, connection -> {
            LedgerDatabase.enter(connection, "reserve " + id);
            return new Reservation(id, 3);
        });
    }

    /** One delivery of its undo. */
    static UndoOutcome release(Effects effects, TaskContext undo) throws Exception {
        return effects.undo(
                undo,
                Reservation.class,
                (connection, reservation) -> LedgerDatabase.enter(connection, "release " + reservation.id()));
    }

    static TaskFailure failureOf(ThrowingCallable delivery) {
        return catchThrowableOfType(TaskFailure.class, delivery);
    }
}
