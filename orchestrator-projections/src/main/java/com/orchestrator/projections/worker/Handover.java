package com.orchestrator.projections.worker;

import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.Projection;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Tables;
import com.orchestrator.projections.store.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Hands events to a projection, in one transaction with what is written down about it. */
final class Handover {

    private final Projection projection;
    private final Tables tables;
    private final long generation;

    Handover(Projection projection, Tables tables, long generation) {
        this.projection = projection;
        this.tables = tables;
        this.generation = generation;
    }

    /** What is written down last, under the fence of the shard; false when it is somebody else's by now. */
    @FunctionalInterface
    interface Record {
        boolean write(Connection connection) throws SQLException;
    }

    /** Both or neither; false when the shard is somebody else's, so that nothing was done. */
    boolean run(Shard shard, List<Event> events, Record record) throws SQLException, HandlerFailure {
        DataSource elsewhere = projection.readModel();
        if (elsewhere != null) {
            handOutElsewhere(elsewhere, shard, events);
        }
        try {
            return tables.transactions().run(connection -> {
                if (elsewhere == null) {
                    handOut(shard, events, connection);
                }
                if (!record.write(connection)) {
                    throw new LostException();
                }
                return true;
            });
        } catch (LostException lost) {
            return false;
        }
    }

    /** At least once: the checkpoint follows in a transaction of its own. */
    private void handOutElsewhere(DataSource readModel, Shard shard, List<Event> events)
            throws SQLException, HandlerFailure {
        Transactions.asTheyAre(readModel).run(connection -> {
            handOut(shard, events, connection);
            return true;
        });
    }

    private void handOut(Shard shard, List<Event> events, Connection connection) throws HandlerFailure {
        if (events.isEmpty()) {
            return;
        }
        try {
            for (Event event : events) {
                if (event.fault() != null) {
                    throw new IllegalArgumentException("The event " + event.id() + " cannot be read: " + event.fault());
                }
            }
            projection.handle(
                    new EventBatch(projection.name(), shard.build(), shard.number(), generation, events),
                    LentConnection.of(connection));
        } catch (Exception | LinkageError | StackOverflowError | AssertionError failure) {
            throw new HandlerFailure(failure);
        }
    }

    /** Rolls back what was done for a shard that has become somebody else's meanwhile. */
    private static final class LostException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LostException() {
            super(null, null, false, false);
        }
    }
}
