package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Order in which waiting work of one queue is handed out: P0 first. */
public enum Priority {
    P0,
    P1,
    P2,
    P3;

    public static final Priority DEFAULT = P2;

    /** Accepts {@code "P1"} and {@code 1}. */
    @JsonCreator
    public static Priority of(Object value) {
        String text = String.valueOf(value);
        for (Priority priority : values()) {
            if (priority.name().equals(text)
                    || String.valueOf(priority.ordinal()).equals(text)) {
                return priority;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a priority; expected P0, P1, P2 or P3");
    }
}
