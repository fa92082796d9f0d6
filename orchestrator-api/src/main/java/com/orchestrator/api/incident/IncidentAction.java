package com.orchestrator.api.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What can be done about an incident. Which of them fit follows from what it is about. */
public enum IncidentAction {
    /** Tries the task or the undo again, takes up a run that is set aside, resumes a schedule. */
    RETRY,
    /** Leaves the task or the undo out. */
    SKIP,
    /** Says that the task or the undo is done. */
    COMPLETE,
    /** Rolls the run back. */
    COMPENSATE,
    /** Closes the incident; what it is about stays as it is. */
    IGNORE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static IncidentAction ofWireName(String name) {
        return Arrays.stream(values())
                .filter(action -> action.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is none of retry, skip, complete, compensate and ignore"));
    }
}
