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

    /** {@link NamedParameters} makes it, and knows its place. */
    static Moment of(String parameter, String text) {
        try {
            // A plus that was not encoded arrives as a blank.
            Instant moment = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            if (TimeRange.holds(moment)) {
                return new Moment(moment.truncatedTo(ChronoUnit.MICROS));
            }
            throw refused(parameter);
        } catch (DateTimeException e) {
            throw refused(parameter);
        }
    }

    private static RuntimeException refused(String parameter) {
        return Refusals.invalid(
                "/" + parameter, "'" + parameter + "' is not " + TimeRange.MOMENTS, "write 2026-01-31T12:00:00Z");
    }

    @Override
    public String toString() {
        return value.toString();
    }

    public static @Nullable Instant value(@Nullable Moment moment) {
        return moment == null ? null : moment.value();
    }
}
