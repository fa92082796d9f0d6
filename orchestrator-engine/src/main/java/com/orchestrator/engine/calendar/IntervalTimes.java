package com.orchestrator.engine.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Every so many seconds, counted from the first of January 1970 in UTC: it neither drifts nor starts anew at midnight, and
 * knows no clock changes.
 */
final class IntervalTimes implements FireTimes {

    private final long every;
    private final long offset;

    /** @param every whole seconds, at least one */
    IntervalTimes(Duration every, Duration offset) {
        this.every = every.toSeconds();
        this.offset = offset.toSeconds();
    }

    @Override
    public Optional<FireTime> next(Instant after) {
        long passed = Math.floorDiv(after.getEpochSecond() - offset, every);
        Instant at = Instant.ofEpochSecond((passed + 1) * every + offset);
        return Optional.of(new FireTime(at, LocalDateTime.ofInstant(at, ZoneOffset.UTC), false));
    }
}
