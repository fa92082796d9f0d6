package com.orchestrator.server.rest.param;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.rest.json.Refusals;
import org.jspecify.annotations.Nullable;

/** Where a list goes on, as the page before has said it. */
public record PageCursor(String value) {

    private static final int CHARS_MAX = 1_000;

    public static PageCursor fromString(String value) {
        Identifier.fault(value, CHARS_MAX).ifPresent(fault -> {
            throw Refusals.invalid("/cursor", "'cursor' " + fault, null);
        });
        return new PageCursor(value);
    }

    public static @Nullable String value(@Nullable PageCursor cursor) {
        return cursor == null ? null : cursor.value();
    }
}
