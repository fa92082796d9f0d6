package com.orchestrator.engine.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Short ways to calendars, for tests. */
final class Calendars {

    private Calendars() {}

    static FireTimes cron(String zone, String... cron) {
        return spec(zone, cron).times();
    }

    static CalendarSpec spec(String zone, String... cron) {
        return new CalendarSpec(List.of(cron), false, null, null, ZoneId.of(zone), null, List.of(), null, null);
    }

    /** From a moment, itself included, up to another, not included. */
    static List<Instant> between(FireTimes times, String from, String to) {
        List<Instant> found = new ArrayList<>();
        Instant end = Instant.parse(to);
        Optional<FireTime> next = times.next(Instant.parse(from).minusNanos(1));
        while (next.isPresent() && next.get().at().isBefore(end)) {
            found.add(next.get().at());
            next = times.next(next.get().at());
        }
        return found;
    }

    static List<Instant> instants(String... texts) {
        return java.util.Arrays.stream(texts).map(Instant::parse).toList();
    }
}
