package com.orchestrator.engine.wake;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What others find a run by, as it is stored.
 *
 * @param rows attempts of the run that have a row
 * @param wakeAt what the run's own row says
 * @param isWatched whether somebody will look at leases that have no row
 */
public record StoredWakeSources(Set<UUID> rows, @Nullable Instant wakeAt, boolean isWatched) {

    public StoredWakeSources {
        rows = Set.copyOf(rows);
    }
}
