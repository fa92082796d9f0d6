package com.orchestrator.engine.service;

import com.orchestrator.api.job.JobState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Filter over jobs, newest first; absent or empty parts do not restrict.
 *
 * @param withOutputs whether each has its output, as far as there is one
 */
public record JobQuery(
        @Nullable String type,
        Set<JobState> states,
        @Nullable String entityId,
        boolean withOutputs,
        ListQuery page) {

    public JobQuery {
        states = Set.copyOf(states);
    }
}
