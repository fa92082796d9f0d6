package com.orchestrator.api.schedule;

import java.time.Instant;
import java.util.List;

/**
 * Times to come, and what they are in words.
 *
 * @param text in English
 * @param warnings what may not be meant
 * @param tzdata version of the time zone data that they were computed with
 */
public record ScheduleTimes(List<Instant> times, String text, List<Warning> warnings, String tzdata) {

    public ScheduleTimes {
        times = List.copyOf(times);
        warnings = List.copyOf(warnings);
    }

    /**
     * Something that is allowed and may not be what was meant.
     *
     * @param code stays
     */
    public record Warning(String code, String detail) {}
}
