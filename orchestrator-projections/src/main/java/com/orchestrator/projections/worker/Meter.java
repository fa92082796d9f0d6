package com.orchestrator.projections.worker;

import com.orchestrator.projections.EventSource;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Shard.Measure;
import com.orchestrator.projections.store.Tables;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far a shard is behind, and writes it down when that has changed: so often that what is written is true within a second,
 * with a batch or a wait for new events in between.
 */
final class Meter {

    private static final long EVERY_MILLIS = 800;
    private static final int COUNTED_MAX = 100_000;
    private static final long SAME_MILLIS = 100;

    private final EventSource source;
    private final EventSource.Interest interest;
    private final Tables tables;
    private @Nullable Shard last;
    private boolean arrived;

    Meter(EventSource source, EventSource.Interest interest, Tables tables) {
        this.source = source;
        this.interest = interest;
        this.tables = tables;
    }

    /** All that could be read has just been worked in, so that what was written before is so no more. */
    void arrived() {
        arrived = true;
    }

    /** @param resting whether there was nothing to read when this was tried last */
    void look(Shard shard, boolean resting) throws SQLException {
        boolean isNews = arrived && shard.measure().behind() > 0;
        arrived = false;
        Shard before = last;
        long millis = before == null ? EVERY_MILLIS : shard.now() - before.now();
        boolean isDue = millis >= EVERY_MILLIS;
        if (!isDue && !isNews) {
            return;
        }
        long rate = shard.measure().rate();
        if (isDue) {
            rate = before == null ? 0 : Math.max(0, (shard.events() - before.events()) * 1000 / millis);
            last = shard;
        }
        EventSource.Lag lag = source.lag(shard.position(), interest, COUNTED_MAX);
        Double seconds = lag.seconds();
        Long since = lag.events() == 0 || seconds == null ? null : shard.now() - Math.round(seconds * 1000);
        String note = resting && lag.events() > 0 ? source.heldUpBy() : null;
        write(shard, new Measure(lag.events(), lag.atLeast(), since, rate, note, null));
    }

    /** It cannot go on, for a reason that is not an event's. */
    void cannot(Shard shard, String why) throws SQLException {
        Measure known = shard.measure();
        write(shard, new Measure(known.behind(), known.atLeast(), known.since(), 0, why, null));
    }

    private void write(Shard shard, Measure measure) throws SQLException {
        if (!isKnown(shard.measure(), measure)) {
            tables.transactions().run(connection -> {
                tables.shards().measured(connection, shard, measure);
                return true;
            });
        }
    }

    private static boolean isKnown(Measure known, Measure measure) {
        return known.at() != null
                && known.behind() == measure.behind()
                && known.atLeast() == measure.atLeast()
                && known.rate() == measure.rate()
                && Objects.equals(known.note(), measure.note())
                && isNear(known.since(), measure.since());
    }

    /** It is computed anew each time from how long ago it was. */
    private static boolean isNear(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? Objects.equals(one, other) : Math.abs(one - other) < SAME_MILLIS;
    }
}
