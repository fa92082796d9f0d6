package com.orchestrator.api.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a batch does to each of its runs: the same as the operation on one run. */
public enum BatchOperation {
    RETRY,
    SKIP,
    COMPLETE,
    RESOLVE,
    PAUSE,
    RESUME,
    CANCEL,
    TERMINATE,
    COMPENSATE,
    SIGNAL,
    DELETE,
    ERASE;

    /** As it is written in JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static BatchOperation ofWireName(String name) {
        for (BatchOperation operation : values()) {
            if (operation.wireName().equals(name)) {
                return operation;
            }
        }
        String known = Arrays.stream(values()).map(BatchOperation::wireName).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("it is none of " + known);
    }

    @Override
    public String toString() {
        return wireName();
    }
}
