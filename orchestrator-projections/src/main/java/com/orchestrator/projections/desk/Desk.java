package com.orchestrator.projections.desk;

import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.store.DeadLetters.DeadLetter;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Shard.Wish;
import com.orchestrator.projections.store.Tables;
import com.orchestrator.projections.store.Worker;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * What people see of projections, and do about them. Needs the tables and no projection: what is asked for here, the workers that own the
 * shards do between two batches.
 */
public final class Desk {

    private final Tables tables;

    public Desk(Tables tables) {
        this.tables = tables;
    }

    /** @param database with the tables of the migration */
    public static Desk of(DataSource database, TableNames names) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new Desk(Tables.of(database, Adapter.of(connection), names));
        }
    }

    /** Whether there are tables of projections; where there are none, everything else fails. */
    public boolean isThere() throws SQLException {
        return tables.exist();
    }

    /** Whether a projection of that name has ever run. */
    public boolean knows(String projection) throws SQLException {
        return tables.transactions()
                .run(connection -> !tables.shards().of(connection, projection).isEmpty());
    }

    /** All projections that have ever run, by name. */
    public List<ProjectionView> list() throws SQLException {
        Snapshot all = snapshot();
        return all.names().stream().map(name -> Standing.of(all, name)).toList();
    }

    /** Refused with {@code PROJECTION_UNKNOWN} when none of that name has ever run. */
    public ProjectionView get(String projection) throws SQLException {
        Snapshot all = snapshot();
        checkKnown(projection, all.of(projection));
        return Standing.of(all, projection);
    }

    private Snapshot snapshot() throws SQLException {
        return tables.transactions().run(connection -> Snapshot.read(connection, tables));
    }

    private static void checkKnown(String projection, List<Shard> rows) {
        if (rows.isEmpty()) {
            throw new RefusedException("PROJECTION_UNKNOWN", "No projection '" + projection + "' has ever run here");
        }
    }

    /** Where each shard stands, of all projections. */
    public List<Shard> shards() throws SQLException {
        return snapshot().shards();
    }

    /** Who works, and who did a moment ago. */
    public List<Worker> workers() throws SQLException {
        return snapshot().workers();
    }

    /** The newest first; none before the first worker has started. */
    public List<GenerationView> generations() throws SQLException {
        return snapshot().generations();
    }

    /** After the batches that are under way nothing more is worked in, until {@link #resume}. */
    public void pause(String projection, String reason) throws SQLException {
        change(projection, (connection, rows) -> tables.shards().pause(connection, projection, reason));
    }

    public void resume(String projection) throws SQLException {
        change(projection, (connection, rows) -> tables.shards().pause(connection, projection, null));
    }

    /** Passes by the event that a shard stands at, and keeps it as a dead letter; refused when none stands there. */
    public void skip(String projection, String eventId, String reason) throws SQLException {
        change(projection, (connection, rows) -> {
            if (!tables.shards().skip(connection, projection, eventId, reason)) {
                throw new RefusedException(
                        "EVENT_NOT_FAILED",
                        projection + " does not stand at the event " + eventId
                                + "; only an event that it stands at can be skipped");
            }
        });
    }

    /** The events that a projection has passed by, in the order in which it did. */
    public List<DeadLetter> deadLetters(String projection) throws SQLException {
        return tables.transactions().run(connection -> {
            checkKnown(projection, tables.shards().of(connection, projection));
            return tables.deadLetters().all(connection, projection);
        });
    }

    /**
     * Has a dead letter worked in after all, once, behind events that came after it. It is gone then; when that was in vain again, it says
     * why. Refused while the read model is made anew: the new one may be in front of the event or behind it.
     */
    public void retry(String projection, String eventId) throws SQLException {
        change(projection, (connection, rows) -> {
            if (isRebuilt(rows)) {
                throw new RefusedException(
                        "REBUILD_UNDER_WAY",
                        projection
                                + " is being made anew; retry when the new build is the one that is read, or give it up");
            }
            int shard = tables.deadLetters()
                    .ask(connection, projection, eventId)
                    .orElseThrow(() -> new RefusedException(
                            "DEAD_LETTER_UNKNOWN", projection + " has no dead letter of the event " + eventId));
            tables.shards().askForLetters(connection, projection, shard);
        });
    }

    /**
     * Has the read model made anew, from the first event on, while the old one goes on and is read; the new one takes its place when it is
     * as far.
     */
    public void rebuild(String projection) throws SQLException {
        change(projection, (connection, rows) -> {
            if (!rows.get(0).rebuildable()) {
                throw new RefusedException(
                        "NOT_REBUILDABLE",
                        projection + " cannot be made anew beside its old read model; it has to be Rebuildable");
            }
            if (isRebuilt(rows) || !tables.shards().ask(connection, projection, Wish.REBUILD)) {
                throw new RefusedException(
                        "REBUILD_UNDER_WAY", projection + " is being made anew already, from the first event on");
            }
        });
    }

    /** Has the new build taken away; the old one goes on as if nothing had been. */
    public void giveUpRebuild(String projection) throws SQLException {
        change(projection, (connection, rows) -> {
            if (!isRebuilt(rows) || !tables.shards().ask(connection, projection, Wish.GIVE_UP)) {
                throw new RefusedException("NO_REBUILD", projection + " is not being made anew, or is being given up");
            }
        });
    }

    private static boolean isRebuilt(List<Shard> rows) {
        return rows.stream().anyMatch(shard -> !shard.live());
    }

    @FunctionalInterface
    private interface Change {
        void make(Connection connection, List<Shard> rows) throws SQLException;
    }

    private void change(String projection, Change change) throws SQLException {
        tables.transactions().run(connection -> {
            List<Shard> rows = tables.shards().of(connection, projection);
            checkKnown(projection, rows);
            change.make(connection, rows);
            return true;
        });
    }
}
