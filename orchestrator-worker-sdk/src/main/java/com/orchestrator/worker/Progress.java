package com.orchestrator.worker;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How far a long task is, in the shape the UI can draw. A handler that only wants a point to resume from may report any
 * other JSON value instead.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
        long done,
        long total,
        @Nullable String message,
        @Nullable Object details) {

    public static Progress of(long done, long total) {
        return new Progress(done, total, null, null);
    }

    public Progress message(String text) {
        return new Progress(done, total, text, details);
    }

    public Progress details(Object value) {
        return new Progress(done, total, message, value);
    }
}
