package com.orchestrator.engine.memory;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.persistence.EventJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the database would keep it: type, JSON text, payload.
 *
 * @param read what one gets back who reads it, with nothing left of what was written but that
 */
record StoredEntry(
        long sequenceNumber, Instant at, @Nullable String actor, String type, String data, Entry read) {

    static StoredEntry of(Entry entry) {
        String type = EventJson.typeOf(entry.event());
        String data = EventJson.write(entry.event());
        byte[] payload =
                entry.payload() == null ? null : entry.payload().bytes().clone();
        Entry read = new Entry(
                entry.sequenceNumber(),
                entry.at(),
                entry.actor(),
                EventJson.read(type, data),
                payload == null ? null : Payload.ofJson(payload));
        return new StoredEntry(entry.sequenceNumber(), entry.at(), entry.actor(), type, data, read);
    }
}
