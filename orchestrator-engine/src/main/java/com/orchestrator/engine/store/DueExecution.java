package com.orchestrator.engine.store;

import java.util.UUID;

/** Work that may be handed out now, the run it belongs to, and where in its queue it stands. */
public record DueExecution(UUID instanceId, Strand strand, QueuePosition position) {

    public UUID executionId() {
        return position.executionId();
    }
}
