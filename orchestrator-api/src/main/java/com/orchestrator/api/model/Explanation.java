package com.orchestrator.api.model;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Why a run is not further than it is.
 *
 * @param at when this was true
 * @param reasons what concerns the run as a whole first, then its tasks; never empty
 */
public record Explanation(UUID instanceId, WorkflowState state, long sequenceNumber, Instant at, List<Reason> reasons) {

    public Explanation {
        reasons = List.copyOf(reasons);
    }
}
