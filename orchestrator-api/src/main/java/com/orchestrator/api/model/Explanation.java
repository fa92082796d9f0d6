package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Why a run is not further than it is.
 *
 * @param at when this was true
 * @param reasons what concerns the run as a whole first, then its tasks; never empty
 * @param bufferedSignals what it was sent and nobody has taken, by name; left out when there is nothing
 */
public record Explanation(
        UUID instanceId,
        WorkflowState state,
        long sequenceNumber,
        Instant at,
        List<Reason> reasons,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<BufferedSignals> bufferedSignals) {

    public Explanation {
        reasons = List.copyOf(reasons);
        bufferedSignals = List.copyOf(bufferedSignals);
    }
}
