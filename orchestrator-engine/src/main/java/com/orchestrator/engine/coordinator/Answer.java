package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.WorkflowInstance;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a lane has to say after the commit.
 *
 * @param instance the run as it is now; null when the request was not about one run
 * @param existing the run that holds the key already, instead of the one that was to be started
 */
record Answer(@Nullable WorkflowInstance instance, @Nullable UUID existing) {

    static final Answer NOTHING = new Answer(null, null);
}
