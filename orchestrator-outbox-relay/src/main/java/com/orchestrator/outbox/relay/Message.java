package com.orchestrator.outbox.relay;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A row that waits to be handed over. What stands in it somebody has written, and the database has looked at alone: text that is JSON, names
 * that are not too long.
 *
 * @param id of the row
 * @param signal what is said to the run; a start when absent
 * @param payload input of the run, or what the signal says
 * @param labels a JSON object, as somebody has written it
 * @param revision of the definition; the default one when absent
 */
public record Message(
        long id,
        RunName run,
        @Nullable Signal signal,
        Payload payload,
        @Nullable String labels,
        @Nullable Integer revision) {

    /** @param id makes it be taken once */
    public record Signal(String name, String id) {}
}
