package com.orchestrator.engine.incident;

import org.jspecify.annotations.Nullable;

/** Which groups of open incidents are listed. What is null holds of any. */
public record IncidentGroupFilter(
        @Nullable String namespace,
        @Nullable String workflow,
        @Nullable String code) {

    public static final IncidentGroupFilter ALL = new IncidentGroupFilter(null, null, null);
}
