package com.orchestrator.worker.effects;

import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.effects.EffectRecord.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Does the work of a task exactly once, however often the task is delivered, when all its work is on one database:
 *
 * <pre>{@code
 * @TaskHandler("inventory.reserve")
 * Reservation reserve(ReserveRequest in, TaskContext task) throws SQLException {
 *     return effects.once(task, Reservation.class, connection -> stock.reserve(connection, in));
 * }
 *
 * @TaskHandler("inventory.release")
 * @Compensates("inventory.reserve")
 * void release(TaskContext task) throws SQLException {
 *     effects.undo(task, Reservation.class, (connection, reservation) -> stock.release(connection, reservation.id()));
 * }
 * }</pre>
 *
 * <p>Call it once per delivery, with everything the task does inside: the key is the task's, so a second call in the same
 * handler finds the first one's record. An attempt whose work throws leaves no record, and the exception is the handler's
 * failure as always. What a handler does after the call is not part of the effect: a failure that says that nothing
 * happened ({@code fatal}, {@code compensate}) belongs inside, where it rolls back. The other failures are in
 * {@link EffectFailures}.
 *
 * <p>Safe to use from any thread. Takes one connection per call and holds it while the work runs.
 */
public final class Effects {

    /** The table's name when none is given. */
    public static final String TABLE_DEFAULT = "orchestrator_effects";

    private final EffectTransactions transactions;
    private final EffectTable table;
    private final EffectUpkeep upkeep;

    private Effects(DataSource database, String table) {
        this.transactions = new EffectTransactions(database);
        this.table = new EffectTable(table);
        this.upkeep = new EffectUpkeep(database, table);
    }

    /** Effects on this database, recorded in {@value #TABLE_DEFAULT}. */
    public static Effects on(DataSource database) {
        return on(database, TABLE_DEFAULT);
    }

    /** @param table name of the table that records them, with its schema where that is not the connection's */
    public static Effects on(DataSource database, String table) {
        return new Effects(database, table);
    }

    /**
     * Does the work, or returns what it returned when it was done.
     *
     * @throws com.orchestrator.worker.TaskFailure fatal {@link EffectFailures#EFFECT_UNDONE} when the undo came first
     */
    public <O, X extends Exception> O once(TaskContext task, Class<O> output, EffectWork<O, X> work) throws X {
        OutputJson<O> json = new OutputJson<>(task.objectMapper(), output);
        return json.read(recordedOutput(task, connection -> json.write(work.perform(connection))));
    }

    /** Does the work unless it was done. */
    public <X extends Exception> void once(TaskContext task, EffectAction<X> work) throws X {
        recordedOutput(task, connection -> {
            work.perform(connection);
            return null;
        });
    }

    private <X extends Exception> @Nullable String recordedOutput(TaskContext task, RecordedWork<X> work) throws X {
        String key = EffectKey.ofForward(task);
        try {
            return transactions
                    .<Optional<String>, X>run(connection -> perform(connection, key, work))
                    .orElse(null);
        } catch (KeyTakenException done) {
            return transactions
                    .<Optional<String>, RuntimeException>run(connection -> outputOf(connection, key))
                    .orElse(null);
        }
    }

    private <X extends Exception> Optional<String> perform(Connection connection, String key, RecordedWork<X> work)
            throws X {
        table.insert(connection, key, Outcome.DONE);
        String output = work.perform(connection);
        table.setOutput(connection, key, output);
        return Optional.ofNullable(output);
    }

    private Optional<String> outputOf(Connection connection, String key) {
        EffectRecord known = table.find(connection, key).orElseThrow(() -> EffectFailures.forgotten(key));
        if (known.outcome() != Outcome.DONE) {
            throw EffectFailures.undone(key, known.outcome());
        }
        return Optional.ofNullable(known.output());
    }

    /**
     * Takes the effect back, unless that was done or nothing had happened. In the last case it never will: the key is
     * recorded as used, and a forward delivery that comes later is refused.
     *
     * @param output what the forward handler gave to {@link #once}
     * @throws com.orchestrator.worker.TaskFailure suspend {@link EffectFailures#EFFECT_UNRECORDED} when there is no record
     *     of an effect of which the engine knows that it happened
     */
    public <O, X extends Exception> UndoOutcome undo(TaskContext task, Class<O> output, UndoWork<O, X> work) throws X {
        OutputJson<O> json = new OutputJson<>(task.objectMapper(), output);
        return settle(task, (connection, recorded) -> work.takeBack(connection, json.read(recorded)));
    }

    /** As the other one, for work that needs no forward output. */
    public <X extends Exception> UndoOutcome undo(TaskContext task, EffectAction<X> work) throws X {
        return settle(task, (connection, recorded) -> work.perform(connection));
    }

    /** Each turn but the last one has lost a race against a forward delivery, which ends it. */
    private <X extends Exception> UndoOutcome settle(TaskContext task, RecordedUndo<X> work) throws X {
        String key = EffectKey.ofUndo(task);
        Optional<UndoOutcome> settled = Optional.empty();
        while (settled.isEmpty()) {
            try {
                settled = transactions.run(connection -> trySettle(connection, key, task.mayNotHaveHappened(), work));
            } catch (KeyTakenException happenedMeanwhile) {
                settled = Optional.empty();
            }
        }
        return settled.get();
    }

    private <X extends Exception> Optional<UndoOutcome> trySettle(
            Connection connection, String key, boolean mayNotHaveHappened, RecordedUndo<X> work) throws X {
        boolean mine = table.takeBack(connection, key);
        Optional<EffectRecord> known = table.find(connection, key);
        if (mine) {
            work.takeBack(connection, known.orElseThrow().output());
            return Optional.of(UndoOutcome.UNDONE);
        }
        if (known.isPresent()) {
            return settledAs(known.get());
        }
        if (!mayNotHaveHappened) {
            throw EffectFailures.unrecorded(key);
        }
        table.insert(connection, key, Outcome.NEVER_HAPPENED);
        return Optional.of(UndoOutcome.NOTHING_HAPPENED);
    }

    private static Optional<UndoOutcome> settledAs(EffectRecord known) {
        return switch (known.outcome()) {
            case DONE -> Optional.empty();
            case UNDONE -> Optional.of(UndoOutcome.UNDONE);
            case NEVER_HAPPENED -> Optional.of(UndoOutcome.NOTHING_HAPPENED);
        };
    }

    /** Makes the table when it is missing. An application with migrations of its own copies the DDL instead. */
    public void ensureTable() throws SQLException {
        upkeep.ensureTable();
    }

    /**
     * Deletes the records that were last changed before this moment, and says how many. A record must outlive its run: a
     * delivery that comes after it was forgotten would do the work again, and an undo would find nothing.
     */
    public long forgetBefore(Instant moment) throws SQLException {
        return upkeep.forgetBefore(moment);
    }

    /** Work whose output is ready to be recorded. */
    @FunctionalInterface
    private interface RecordedWork<X extends Exception> {
        @Nullable
        String perform(Connection connection) throws X;
    }

    /** An undo that is given the output as it was recorded. */
    @FunctionalInterface
    private interface RecordedUndo<X extends Exception> {
        void takeBack(Connection connection, @Nullable String output) throws X;
    }
}
