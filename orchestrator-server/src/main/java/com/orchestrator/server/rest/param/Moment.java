package com.orchestrator.server.rest.param;

import com.orchestrator.api.model.TimeRange;
import com.orchestrator.server.rest.json.Refusals;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A moment in a query, as {@code after=2026-01-31T12:00:00Z}. */
public record Moment(Instant value) {

    public static Moment fromString(String text) {
        try {
            // A plus that was not encoded arrives as a blank.
            Instant moment = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            if (TimeRange.holds(moment)) {
                return new Moment(moment.truncatedTo(ChronoUnit.MICROS));
            }
            throw refused();
        } catch (DateTimeException e) {
            throw refused();
        }
    }

    private static RuntimeException refused() {
        return Refusals.invalid("/after", "'after' is not " + TimeRange.MOMENTS, "write 2026-01-31T12:00:00Z");
    }

    public static @Nullable Instant value(@Nullable Moment moment) {
        return moment == null ? null : moment.value();
    }
}
