package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.Trouble;
import com.orchestrator.engine.run.Claims;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.store.InstanceRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run in memory, and the row it is found by as far as this server knows. */
final class CachedRun {

    /** What a run takes before anything has happened, and what an event leaves behind, rounded up. */
    private static final long BYTES_AT_LEAST = 2_048;

    private static final long BYTES_PER_EVENT = 256;

    private final Run run;
    private @Nullable InstanceRow row;
    private @Nullable Instant watchedAt;
    private Map<String, Claims.Held> claims = Map.of();
    private List<Trouble> troubles = List.of();
    private long bytes = BYTES_AT_LEAST;

    CachedRun(Run run) {
        this.run = run;
    }

    /**
     * A run as its history tells it. So is its row, but for the time to wake it: that may be an earlier one, which was good
     * enough when the row was written.
     */
    static CachedRun loaded(Run run, List<Entry> history) {
        CachedRun cached = new CachedRun(run);
        cached.grewBy(history);
        if (run.timerDueAt() == null) {
            cached.rowIs(RunRows.instance(run));
        }
        cached.claims = run.claims().standing();
        cached.troubles = RunState.troubles(run);
        return cached;
    }

    Run run() {
        return run;
    }

    /** About what it takes in memory: a bound from above, as a fold forgets much of what an event says. */
    long bytes() {
        return bytes;
    }

    void grewBy(List<Entry> events) {
        for (Entry event : events) {
            bytes += BYTES_PER_EVENT
                    + (event.payload() == null ? 0 : event.payload().size());
        }
    }

    @Nullable
    InstanceRow row() {
        return row;
    }

    void rowIs(InstanceRow stored) {
        row = stored;
    }

    /** What the run holds and waits for, as others know it. */
    Map<String, Claims.Held> claims() {
        return claims;
    }

    void claimsAre(Map<String, Claims.Held> stored) {
        claims = stored;
    }

    /** Why a person has to look at it, as far as incidents say. */
    List<Trouble> troubles() {
        return troubles;
    }

    void troublesAre(List<Trouble> stored) {
        troubles = stored;
    }

    /** What is stored may be anything, so the next change writes all of it. */
    void storedIsUnknown() {
        row = null;
        watchedAt = null;
    }

    /** When a durable watch looks at the run, as far as this server knows. */
    @Nullable
    Instant watchedAt() {
        return watchedAt;
    }

    void isWatchedAt(Instant look) {
        watchedAt = look;
    }
}
