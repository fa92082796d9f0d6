package com.orchestrator.projections.store;

import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which shard, and how far it has come. Whatever an owner changes, it changes under the fence that it knows; that is
 * all that keeps two workers apart, at whatever isolation.
 */
public final class ShardRows {

    private static final String OWNED = " WHERE projection = ? AND build = ? AND shard = ? AND fence = ?";

    private final Adapter adapter;
    private final String table;
    private final String select;

    public ShardRows(Adapter adapter, TableNames names) {
        this.adapter = adapter;
        this.table = names.projectionShards(adapter);
        this.select = "SELECT " + Shard.COLUMNS + ", " + adapter.now() + " FROM " + table;
    }

    /** Rows for all shards of a build that has none yet. */
    public void add(Connection connection, String projection, Build build, int count, long generation)
            throws SQLException {
        String columns =
                "projection, build, shard, live, shard_count, events, fence, generation, failures, rebuildable,"
                        + " letters_asked, behind, behind_at_least, rate";
        for (int shard = 0; shard < count; shard++) {
            Sql.update(
                    connection,
                    adapter.insertUnlessThere(table, columns, "?, ?, ?, ?, ?, 0, 0, ?, 0, 0, 0, 0, 0, 0"),
                    projection,
                    build.number(),
                    shard,
                    build.live() ? 1 : 0,
                    count,
                    generation);
        }
    }

    /** A read model, and whether it is the one that is read. */
    public record Build(int number, boolean live) {

        public static final Build FIRST = new Build(1, true);
    }

    public List<Shard> all(Connection connection) throws SQLException {
        return Sql.list(connection, Shard::of, select + " ORDER BY projection, build, shard");
    }

    public Optional<Shard> find(Connection connection, String projection, int build, int shard) throws SQLException {
        String one = select + " WHERE projection = ? AND build = ? AND shard = ?";
        return Sql.list(connection, Shard::of, one, projection, build, shard).stream()
                .findFirst();
    }

    public List<Shard> of(Connection connection, String projection) throws SQLException {
        return Sql.list(connection, Shard::of, select + " WHERE projection = ? ORDER BY build, shard", projection);
    }

    /** Until the transaction ends no checkpoint of the live build moves, and batches that are under way fail. */
    public void holdLive(Connection connection, String projection) throws SQLException {
        Sql.update(
                connection, "UPDATE " + table + " SET fence = fence + 1 WHERE projection = ? AND live = 1", projection);
    }

    /** Takes away what is being made anew. */
    public void removeFresh(Connection connection, String projection) throws SQLException {
        Sql.update(connection, "DELETE FROM " + table + " WHERE projection = ? AND live = 0", projection);
    }

    /** Makes a build the only one. */
    public void makeLive(Connection connection, String projection, int build) throws SQLException {
        Sql.update(connection, "DELETE FROM " + table + " WHERE projection = ? AND build <> ?", projection, build);
        Sql.update(
                connection, "UPDATE " + table + " SET live = 1 WHERE projection = ? AND build = ?", projection, build);
    }

    /** Takes a shard as it was seen; false when its owner has changed since, or a newer generation has had it. */
    public boolean claim(Connection connection, Shard seen, String worker, long generation, boolean rebuildable)
            throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE " + table + " SET owner = ?, generation = ?, fence = fence + 1, successor = NULL,"
                                + " successor_since = NULL, rebuildable = ?, letters_asked = 1" + OWNED
                                + " AND generation <= ?",
                        worker,
                        generation,
                        rebuildable ? 1 : 0,
                        seen.projection(),
                        seen.build(),
                        seen.number(),
                        seen.fence(),
                        generation)
                == 1;
    }

    /** Asks its owner for a shard. */
    public void ask(Connection connection, Shard seen, String worker) throws SQLException {
        change(connection, seen, "successor = ?, successor_since = " + adapter.now(), worker);
    }

    /** Lets go of a shard; whoever has asked for it stays named. */
    public void release(Connection connection, Shard held) throws SQLException {
        change(connection, held, "owner = NULL, fence = fence + 1");
    }

    /** Changes a row under the fence that is known; false when the shard is somebody else's by now. */
    private boolean change(Connection connection, Shard seen, String what, @Nullable Object... values)
            throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(values));
        parameters.addAll(List.of(seen.projection(), seen.build(), seen.number(), seen.fence()));
        return Sql.update(connection, "UPDATE " + table + " SET " + what + OWNED, parameters.toArray()) == 1;
    }

    /** Takes all shards from older generations, whatever they are doing: none of them can commit any more. */
    public int fenceOff(Connection connection, long generation) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE " + table + " SET owner = NULL, successor = NULL, successor_since = NULL, fence = fence + 1,"
                        + " generation = ? WHERE generation < ?",
                generation,
                generation);
    }

    /** Moves the checkpoint; false when the shard is somebody else's by now, so that what was done has to be undone. */
    public boolean checkpoint(Connection connection, Shard seen, String position, int events) throws SQLException {
        return change(
                connection,
                seen,
                "position = ?, events = events + ?, moved_at = " + adapter.now()
                        + ", failures = 0, failed_event = NULL, error = NULL, retry_at = NULL",
                position,
                events);
    }

    /** The event to be skipped has been passed. */
    public void skipped(Connection connection, Shard seen) throws SQLException {
        change(connection, seen, "skip_event = NULL, skip_reason = NULL");
    }

    /** An event could not be worked in; it is tried again after so many milliseconds. */
    public void fail(Connection connection, Shard seen, String eventId, String error, long pause) throws SQLException {
        change(
                connection,
                seen,
                "failures = failures + 1, failed_event = ?, error = ?, retry_at = " + adapter.now() + " + ?",
                eventId,
                Sql.clip(error, 2000),
                pause);
    }

    /** What its owner has measured. */
    public void measured(Connection connection, Shard seen, Shard.Measure measure) throws SQLException {
        change(
                connection,
                seen,
                "behind = ?, behind_at_least = ?, behind_since = ?, rate = ?, note = ?, measured_at = " + adapter.now(),
                measure.behind(),
                measure.atLeast() ? 1 : 0,
                measure.since(),
                measure.rate(),
                Sql.clip(measure.note(), 1000));
    }

    /** @param reason null lets it go on */
    public void pause(Connection connection, String projection, @Nullable String reason) throws SQLException {
        Sql.update(
                connection,
                "UPDATE " + table + " SET paused_reason = ?, retry_at = NULL WHERE projection = ?",
                Sql.clip(reason, 1000),
                projection);
    }

    /** Asks the owner of the first shard that is read; false when there is something that was asked for before. */
    public boolean ask(Connection connection, String projection, String what) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE " + table + " SET asked = ?, refused = NULL"
                                + " WHERE projection = ? AND live = 1 AND shard = 0 AND asked IS NULL",
                        what,
                        projection)
                == 1;
    }

    /** What was asked for is done, or refused with the reason; false when the shard is somebody else's by now. */
    public boolean answered(Connection connection, Shard seen, @Nullable String refused) throws SQLException {
        return change(connection, seen, "asked = NULL, refused = ?", Sql.clip(refused, 1000));
    }

    /** Whether dead letters of a shard that is read are to be tried again. */
    public void askForLetters(Connection connection, String projection, int shard) throws SQLException {
        Sql.update(
                connection,
                "UPDATE " + table + " SET letters_asked = 1 WHERE projection = ? AND shard = ? AND live = 1",
                projection,
                shard);
    }

    /** Its owner looks for dead letters that were asked for up to now. */
    public void lookForLetters(Connection connection, Shard seen) throws SQLException {
        change(connection, seen, "letters_asked = 0");
    }

    /** A dead letter was worked in; false when the shard is somebody else's by now. */
    public boolean workedIn(Connection connection, Shard seen) throws SQLException {
        return change(connection, seen, "events = events + 1");
    }

    /** Whether a shard stands at that event, which its owner now passes by. */
    public boolean skip(Connection connection, String projection, String eventId, String reason) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE " + table + " SET skip_event = failed_event, skip_reason = ?, retry_at = NULL"
                                + " WHERE projection = ? AND failed_event = ?",
                        Sql.clip(reason, 1000),
                        projection,
                        eventId)
                > 0;
    }
}
