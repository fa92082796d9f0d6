package com.orchestrator.projections.store;

import com.orchestrator.projections.EventSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One shard of a projection, as its row stood when it was looked at. Times are the database's, in milliseconds.
 *
 * @param build of the read model that it works on
 * @param live whether that is the one that is read
 * @param position of the last event that was worked in; null before the first
 * @param fence rises whenever the owner changes; whoever knows an older one changes nothing any more
 * @param generation of the worker that owned it last; older ones never own it again
 * @param successor who has asked for it and gets it after the batch that is under way
 * @param failedEvent at which it stands still
 * @param skipEvent which is to be put aside when it comes
 * @param pausedReason why nothing is to be worked in; null while it is
 * @param rebuildable whether its last owner can make the read model anew
 * @param now when it was looked at
 */
public record Shard(
        String projection,
        int build,
        int number,
        boolean live,
        int count,
        @Nullable String position,
        long events,
        @Nullable Long movedAt,
        long fence,
        long generation,
        @Nullable String owner,
        @Nullable String successor,
        long successorSince,
        @Nullable String pausedReason,
        int failures,
        @Nullable String failedEvent,
        @Nullable String error,
        long retryAt,
        @Nullable String skipEvent,
        @Nullable String skipReason,
        boolean rebuildable,
        Wish wish,
        Measure measure,
        long now) {

    /**
     * What its owner is asked to do between two batches.
     *
     * @param asked REBUILD or GIVE_UP; null when neither is
     * @param refused why what was asked for last could not be done
     * @param letters whether dead letters of this shard are to be tried again
     */
    public record Wish(@Nullable String asked, @Nullable String refused, boolean letters) {

        public static final String REBUILD = "REBUILD";
        public static final String GIVE_UP = "GIVE_UP";
    }

    /**
     * What its owner has found out about it, at most a second or a batch before it was written.
     *
     * @param behind events that are wanted and not worked in yet, whichever shard they belong to
     * @param atLeast whether there may be more
     * @param since when the first of them was recorded; null when there is none, or nobody knows
     * @param rate events worked in during the last second
     * @param note what it waits for, or cannot do
     * @param at when it was measured; null when it never was
     */
    public record Measure(
            long behind,
            boolean atLeast,
            @Nullable Long since,
            long rate,
            @Nullable String note,
            @Nullable Long at) {}

    static final String COLUMNS =
            "projection, build, shard, live, shard_count, position, events, moved_at, fence, generation, owner,"
                    + " successor, successor_since, paused_reason, failures, failed_event, error, retry_at, skip_event,"
                    + " skip_reason, rebuildable, asked, refused, letters_asked, behind, behind_at_least, behind_since, rate,"
                    + " note, measured_at";

    static Shard of(ResultSet row) throws SQLException {
        return new Shard(
                row.getString(1),
                row.getInt(2),
                row.getInt(3),
                row.getInt(4) != 0,
                row.getInt(5),
                row.getString(6),
                row.getLong(7),
                time(row, 8),
                row.getLong(9),
                row.getLong(10),
                row.getString(11),
                row.getString(12),
                row.getLong(13),
                row.getString(14),
                row.getInt(15),
                row.getString(16),
                row.getString(17),
                row.getLong(18),
                row.getString(19),
                row.getString(20),
                row.getInt(21) != 0,
                new Wish(row.getString(22), row.getString(23), row.getInt(24) != 0),
                new Measure(
                        row.getLong(25),
                        row.getInt(26) != 0,
                        time(row, 27),
                        row.getLong(28),
                        row.getString(29),
                        time(row, 30)),
                row.getLong(31));
    }

    private static @Nullable Long time(ResultSet row, int column) throws SQLException {
        long time = row.getLong(column);
        return row.wasNull() ? null : time;
    }

    /** How far it is behind, and how old that is by now. */
    public EventSource.Lag lag() {
        Long since = measure.since();
        return new EventSource.Lag(
                measure.behind(), measure.atLeast(), since == null ? null : Math.max(0, now - since) / 1e3);
    }

    public boolean paused() {
        return pausedReason != null;
    }

    /** Which shard of so many the events of an aggregate belong to: the same on every machine, for ever. */
    public static int of(String aggregateId, int count) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < aggregateId.length(); i++) {
            hash = (hash ^ aggregateId.charAt(i)) * 0x01000193;
        }
        return Math.floorMod(hash ^ hash >>> 15, count);
    }
}
