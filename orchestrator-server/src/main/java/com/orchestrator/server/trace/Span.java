package com.orchestrator.server.trace;

import com.orchestrator.api.model.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that has happened, and how long it took.
 *
 * @param at which trace, and its own id
 * @param parentSpanId null when it is nobody's
 * @param attributes strings and whole numbers
 * @param error the code of what it failed of; null when it did not
 */
public record Span(
        TraceContext at,
        @Nullable String parentSpanId,
        String name,
        Instant start,
        Instant end,
        Map<String, Object> attributes,
        List<Link> links,
        @Nullable String error) {

    public Span {
        attributes = Map.copyOf(attributes);
        links = List.copyOf(links);
    }

    /**
     * Another span that this one has to do with.
     *
     * @param why {@code undoes}, {@code retries} or {@code parent}
     */
    public record Link(TraceContext to, String why) {}
}
