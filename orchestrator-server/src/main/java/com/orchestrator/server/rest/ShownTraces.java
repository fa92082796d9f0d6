package com.orchestrator.server.rest;

import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.TraceContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which trace a run is part of, for people: that of whoever started it, else its own, where there are traces.
 *
 * @param areMade whether servers send traces; else a run has none of its own
 * @param link an address with {@code {traceId}} in it; empty when nobody has said where traces are shown
 */
public record ShownTraces(boolean areMade, Optional<String> link) {

    /** What stands in an address in place of a trace. */
    public static final String PLACE = "{traceId}";

    Explanation in(Explanation explanation) {
        return explanation.traceId() == null && (areMade || link.isPresent())
                ? explanation.within(
                        TraceContext.ofRun(explanation.instanceId()).traceId())
                : explanation;
    }

    @Nullable
    String linkTo(Explanation explanation) {
        String trace = explanation.traceId();
        return trace == null
                ? null
                : link.map(address -> address.replace(PLACE, trace)).orElse(null);
    }
}
