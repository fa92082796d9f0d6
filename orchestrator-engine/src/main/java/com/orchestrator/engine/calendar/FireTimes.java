package com.orchestrator.engine.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When something is due, for ever. The same for everybody who has the same time zone data. */
public interface FireTimes {

    /** The first time after the given moment, never at it; empty when there is none any more. */
    Optional<FireTime> next(Instant after);

    /** The last time before the given moment, never at it; empty when there is none in the 400 years before. */
    default Optional<FireTime> previous(Instant before) {
        Instant earliest = before.minus(Duration.ofDays(400L * 366));
        for (Duration back = Duration.ofMinutes(1); ; back = back.multipliedBy(8)) {
            Instant from = before.minus(back);
            FireTime last = lastBetween(from, before);
            if (last != null || from.isBefore(earliest)) {
                return Optional.ofNullable(last);
            }
        }
    }

    private @Nullable FireTime lastBetween(Instant after, Instant before) {
        FireTime last = null;
        Optional<FireTime> next = next(after);
        while (next.isPresent() && next.get().at().isBefore(before)) {
            last = next.get();
            next = next(last.at());
        }
        return last;
    }
}
