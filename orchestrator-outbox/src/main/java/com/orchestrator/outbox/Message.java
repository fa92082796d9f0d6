package com.orchestrator.outbox;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A row that waits to be handed over.
 *
 * @param signal what is said to the run; a start when absent
 * @param labels a JSON object, as somebody has written it
 * @param revision of the definition; the default one when absent
 */
record Message(
        long id,
        RunName run,
        @Nullable Signal signal,
        Payload payload,
        @Nullable String labels,
        @Nullable Integer revision) {

    /** @param id makes it be taken once */
    record Signal(String name, String id) {}
}
