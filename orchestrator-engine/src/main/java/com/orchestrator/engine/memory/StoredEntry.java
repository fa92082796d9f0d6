package com.orchestrator.engine.memory;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.persistence.EventJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event as the database would keep it: type, JSON text, payload. Nothing else is left of what was written. */
final class StoredEntry {

    private final long sequenceNumber;
    private final Instant at;
    private final @Nullable String actor;
    private final String type;
    private final String data;
    private final byte @Nullable [] payload;

    /** Only when somebody asks, since most are never read; whoever comes at the same time reads the same. */
    private @Nullable Entry read;

    private StoredEntry(Entry entry) {
        this.sequenceNumber = entry.sequenceNumber();
        this.at = entry.at();
        this.actor = entry.actor();
        this.type = EventJson.typeOf(entry.event());
        this.data = EventJson.write(entry.event());
        this.payload = entry.payload() == null ? null : entry.payload().bytes().clone();
    }

    static StoredEntry of(Entry entry) {
        return new StoredEntry(entry);
    }

    long sequenceNumber() {
        return sequenceNumber;
    }

    Instant at() {
        return at;
    }

    /** What one gets back who reads it. */
    Entry read() {
        Entry entry = read;
        if (entry == null) {
            entry = new Entry(
                    sequenceNumber,
                    at,
                    actor,
                    EventJson.read(type, data),
                    payload == null ? null : Payload.ofJson(payload));
            read = entry;
        }
        return entry;
    }

    @Override
    public String toString() {
        return sequenceNumber + " " + type + " " + data;
    }
}
