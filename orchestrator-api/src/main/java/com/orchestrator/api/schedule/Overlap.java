package com.orchestrator.api.schedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What happens at a time at which a run that the schedule has started before has not ended yet. */
public enum Overlap {
    /** The time is left out. */
    SKIP("skip"),
    /** The run is started when the one before it has ended; while one waits like this, further times are left out. */
    BUFFER_ONE("bufferOne"),
    /** The run is started when all before it have ended, one after another; up to 1,000 wait. */
    BUFFER_ALL("bufferAll"),
    /** The one before is cancelled, which undoes it; when it has ended the run is started. */
    CANCEL_OTHER("cancelOther"),
    /** The one before is terminated, its effects stay; then the run is started. */
    TERMINATE_OTHER("terminateOther"),
    /** The run is started, however many there are. */
    ALLOW_ALL("allowAll");

    private final String wireName;

    Overlap(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    @JsonCreator
    public static Overlap ofWireName(String name) {
        for (Overlap overlap : values()) {
            if (overlap.wireName.equals(name)) {
                return overlap;
            }
        }
        throw new IllegalArgumentException(
                "it is none of skip, bufferOne, bufferAll, cancelOther, terminateOther, allowAll");
    }

    /** As it is written in JSON. */
    @Override
    public String toString() {
        return wireName;
    }
}
