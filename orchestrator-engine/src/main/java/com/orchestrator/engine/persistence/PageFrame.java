package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.databind.DatabindContext;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What all events of a page have in common and is therefore said once.
 *
 * @param actor of those events that do not name another
 * @param hidden what stands beside the data; null unless the page is sealed
 */
record PageFrame(
        UUID instanceId,
        Instant at,
        @Nullable String actor,
        @Nullable HiddenParts hidden) {

    /** The frame of the event that is being written or read. */
    static PageFrame of(DatabindContext context) {
        return (PageFrame) Objects.requireNonNull(context.getAttribute(PageFrame.class));
    }

    /** Workers act under this name. */
    static String actorOf(String workerId) {
        return "worker:" + workerId;
    }
}
