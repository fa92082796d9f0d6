package com.orchestrator.engine.calendar;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Several calendars of one schedule; what they have in common fires once. */
final class MergedTimes implements FireTimes {

    private final List<FireTimes> all;

    MergedTimes(List<FireTimes> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public Optional<FireTime> next(Instant after) {
        return all.stream()
                .flatMap(times -> times.next(after).stream())
                .min(Comparator.comparing(FireTime::at).thenComparing(FireTime::moved));
    }
}
