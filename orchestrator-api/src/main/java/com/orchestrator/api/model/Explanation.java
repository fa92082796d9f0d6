package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a run is not further than it is.
 *
 * @param at when this was true
 * @param reasons what concerns the run as a whole first, then its tasks; never empty
 * @param bufferedSignals what it was sent and nobody has taken, by name; left out when there is nothing
 * @param traceId the trace that the run is part of, as OpenTelemetry writes it; left out when it is part of none
 */
public record Explanation(
        UUID instanceId,
        WorkflowState state,
        long sequenceNumber,
        Instant at,
        List<Reason> reasons,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<BufferedSignals> bufferedSignals,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String traceId) {

    public Explanation {
        reasons = List.copyOf(reasons);
        bufferedSignals = List.copyOf(bufferedSignals);
    }

    /** The same in other words. */
    public Explanation with(List<Reason> others) {
        return new Explanation(instanceId, state, sequenceNumber, at, others, bufferedSignals, traceId);
    }

    /** The same, as part of this trace. */
    public Explanation within(String trace) {
        return new Explanation(instanceId, state, sequenceNumber, at, reasons, bufferedSignals, trace);
    }
}
