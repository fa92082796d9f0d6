package com.orchestrator.engine.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Fire times without those that are excluded. */
final class ExcludedTimes implements FireTimes {

    /** So many in a row and none left: nobody waits for that to end. */
    private static final int EXCLUDED_MAX = 100_000;

    private final FireTimes all;
    private final List<Exclusion> exclusions;

    ExcludedTimes(FireTimes all, List<Exclusion> exclusions) {
        this.all = all;
        this.exclusions = List.copyOf(exclusions);
    }

    @Override
    public Optional<FireTime> next(Instant after) {
        Optional<FireTime> next = all.next(after);
        for (int i = 0; i < EXCLUDED_MAX; i++) {
            Optional<Instant> goOn = next.flatMap(this::excludedUntil);
            if (goOn.isEmpty()) {
                return next;
            }
            next = all.next(goOn.get());
        }
        return Optional.empty();
    }

    private Optional<Instant> excludedUntil(FireTime fire) {
        return exclusions.stream()
                .filter(exclusion -> exclusion.excludes(fire))
                .map(exclusion -> exclusion.goOnAfter(fire))
                .max(Instant::compareTo);
    }

    /** Times at which nothing is done although they are listed. */
    sealed interface Exclusion {

        boolean excludes(FireTime fire);

        /** What is excluded together with the fire ends no sooner than this; nothing else is left out by going on from there. */
        Instant goOnAfter(FireTime fire);

        /** Whole dates, both included. */
        record Dates(LocalDate first, LocalDate last, ZoneId zone) implements Exclusion {

            @Override
            public boolean excludes(FireTime fire) {
                LocalDate date = fire.at().atZone(zone).toLocalDate();
                return !date.isBefore(first) && !date.isAfter(last);
            }

            @Override
            public Instant goOnAfter(FireTime fire) {
                Instant end = last.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1);
                return end.isAfter(fire.at()) ? end : fire.at();
            }
        }

        /** The times that a cron expression lists. */
        record Times(Cron cron) implements Exclusion {

            @Override
            public boolean excludes(FireTime fire) {
                return cron.has(fire.listed());
            }

            @Override
            public Instant goOnAfter(FireTime fire) {
                return fire.at();
            }
        }
    }
}
