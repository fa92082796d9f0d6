package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a worker means by a failure; decides between retry, undo, incident and nothing. Lower case on the wire. */
public enum FailureKind {
    /** May be tried again by the task's policy; the effect may have happened. */
    RETRYABLE,
    /** No retry; nothing happened. */
    FATAL,
    /** A business "no": no retry, start the undo; nothing happened. */
    COMPENSATE,
    /** A person must look: incident. */
    SUSPEND,
    /** The worker cannot tell whether it happened. */
    UNKNOWN,
    /** The worker gave up because it was asked to. */
    CANCELLED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static FailureKind ofWireName(String name) {
        for (FailureKind kind : values()) {
            if (kind.wireName().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + name
                + "' is not a failure kind; expected retryable, fatal, compensate, suspend, unknown or cancelled");
    }
}
