package com.orchestrator.api.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much of a job is kept when it has ended. Lower case on the wire. */
public enum JobHistory {
    /** Everything that has happened, as of a run. */
    FULL,
    /** What it has come to. One that did not end well keeps what has happened. */
    OUTCOME,
    /** Nothing of a job that ended well. One that did not keeps what has happened. */
    NONE;

    public static final JobHistory DEFAULT = OUTCOME;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static JobHistory ofWireName(String name) {
        for (JobHistory history : values()) {
            if (history.wireName().equals(name)) {
                return history;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not a history; expected full, outcome or none");
    }
}
