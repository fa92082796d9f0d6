package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.rest.json.Refusals;
import org.jspecify.annotations.Nullable;

/** Bodies of what people do about an event that a projection stands at, or has passed by. */
public record ProjectionBody(
        @Nullable String eventId, @Nullable String reason) {

    private static final int EVENT_ID_CHARS_MAX = 200;

    /** As its source calls it. */
    public String event() {
        String id = Required.value(eventId, "eventId");
        Identifier.fault(id, EVENT_ID_CHARS_MAX).ifPresent(fault -> {
            throw Refusals.invalid("/eventId", "'eventId' " + fault, null);
        });
        return id;
    }
}
