package com.orchestrator.engine.history;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.model.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a job says of itself beside its type, id, priority and payload. It takes the place of a definition: the plan of its run is
 * made of it and of the type.
 *
 * @param kept how much is kept when it has ended
 * @param named whether the caller has named it
 * @param entityId whose share of a fair queue it takes
 * @param workload the budget it is of
 * @param runAt not before; null for at once
 * @param work the fields of its one task as a definition would have them; null when they are all left out
 */
public record JobTerms(
        JobHistory kept,
        @Nullable Boolean named,
        @Nullable String entityId,
        @Nullable String dedupeKey,
        @Nullable String workload,
        @Nullable Instant runAt,
        @Nullable Payload work) {

    /** Whether its history is kept whole; if not, its leases have a row from their begin, so that nobody has to watch them. */
    public boolean keepsAll() {
        return kept == JobHistory.FULL;
    }
}
