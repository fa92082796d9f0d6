package com.orchestrator.engine.calendar;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fire times from a moment on and up to one, both included. */
final class BoundedTimes implements FireTimes {

    private final FireTimes all;
    private final @Nullable Instant start;
    private final @Nullable Instant end;

    BoundedTimes(FireTimes all, @Nullable Instant start, @Nullable Instant end) {
        this.all = all;
        this.start = start;
        this.end = end;
    }

    @Override
    public Optional<FireTime> next(Instant after) {
        Instant from = start != null && after.isBefore(start) ? start.minusNanos(1) : after;
        return all.next(from).filter(fire -> end == null || !fire.at().isAfter(end));
    }
}
