package com.orchestrator.api.schedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What it means when a cron expression names days of the month and days of the week. */
public enum DayMatch {
    /** A day that is in either list. */
    ANY,
    /** A day that is in both. */
    ALL;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static DayMatch ofWireName(String name) {
        for (DayMatch match : values()) {
            if (match.wireName().equals(name)) {
                return match;
            }
        }
        throw new IllegalArgumentException("it is neither any nor all");
    }

    /** As it is written in JSON. */
    @Override
    public String toString() {
        return wireName();
    }
}
