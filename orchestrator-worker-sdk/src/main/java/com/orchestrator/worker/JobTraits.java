package com.orchestrator.worker;

import com.orchestrator.api.model.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What one job says of itself beside its payload. A record with a component of such a name says it by that; what is said where
 * the job is put wins over this.
 */
public interface JobTraits {

    /** For whom it is done: the entities of a queue get their turn fairly where the queue is fair. */
    default @Nullable String entityId() {
        return null;
    }

    /** Keeps a second open job of its type with the same key out. */
    default @Nullable String dedupeKey() {
        return null;
    }

    /** That of its type when null. */
    default @Nullable Priority priority() {
        return null;
    }
}
