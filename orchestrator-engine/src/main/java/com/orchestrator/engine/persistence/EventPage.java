package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.decision.Entry;
import com.orchestrator.engine.decision.RunEvent;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events ⇄ the row of one transaction: {@code [[type, data, actor, bytes], …]}. {@code bytes} is how much of the page's
 * payload belongs to the event; what is null at the end is left out.
 */
public final class EventPage {

    private static final int BYTES_USUAL = 1_024;

    private EventPage() {}

    /** @param entries of one transaction, so all of the same time, in order */
    public static Page write(UUID instanceId, List<Entry> entries) {
        Entry first = entries.get(0);
        Entry last = entries.get(entries.size() - 1);
        return new Page(
                instanceId,
                first.sequenceNumber(),
                last.sequenceNumber(),
                first.at(),
                data(instanceId, entries),
                payload(entries));
    }

    private static byte[] data(UUID instanceId, List<Entry> entries) {
        EventJson.Codec codec = EventJson.codecOf(instanceId);
        ByteArrayOutputStream text = new ByteArrayOutputStream(BYTES_USUAL);
        try (JsonGenerator json = EventJson.generator(text)) {
            json.writeStartArray();
            for (Entry entry : entries) {
                write(entry, codec, json);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new InvariantViolation("Events of " + instanceId + " cannot be written", e);
        }
        return text.toByteArray();
    }

    private static void write(Entry entry, EventJson.Codec codec, JsonGenerator json) throws IOException {
        Payload payload = entry.payload();
        json.writeStartArray();
        json.writeString(EventJson.typeOf(entry.event()));
        codec.write(entry.event(), json);
        if (entry.actor() != null || payload != null) {
            json.writeString(entry.actor());
        }
        if (payload != null) {
            json.writeNumber(payload.size());
        }
        json.writeEndArray();
    }

    private static byte @Nullable [] payload(List<Entry> entries) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean any = false;
        for (Entry entry : entries) {
            if (entry.payload() != null) {
                all.writeBytes(entry.payload().bytes());
                any = true;
            }
        }
        return any ? all.toByteArray() : null;
    }

    public static List<Entry> read(Page page) {
        EventJson.Codec codec = EventJson.codecOf(page.instanceId());
        List<Entry> entries = new ArrayList<>();
        try (JsonParser json = EventJson.parser(page.data())) {
            require(json.nextToken() == JsonToken.START_ARRAY, page);
            int offset = 0;
            while (json.nextToken() == JsonToken.START_ARRAY) {
                Entry entry = read(page, json, codec, page.firstSequence() + entries.size(), offset);
                offset += entry.payload() == null ? 0 : entry.payload().size();
                entries.add(entry);
            }
        } catch (IOException e) {
            throw new InvariantViolation("A page of " + page.instanceId() + " cannot be read: " + text(page), e);
        }
        require(!entries.isEmpty() && page.firstSequence() + entries.size() - 1 == page.lastSequence(), page);
        return entries;
    }

    private static Entry read(Page page, JsonParser json, EventJson.Codec codec, long sequence, int offset)
            throws IOException {
        RunEvent event = codec.read(json.nextTextValue(), json);
        String actor = null;
        byte[] payload = null;
        if (json.nextToken() != JsonToken.END_ARRAY) {
            actor = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                payload = Arrays.copyOfRange(page.payload(), offset, offset + json.getIntValue());
                require(json.nextToken() == JsonToken.END_ARRAY, page);
            }
        }
        return new Entry(sequence, page.at(), actor, event, payload == null ? null : Payload.ofJson(payload));
    }

    private static void require(boolean holds, Page page) {
        if (!holds) {
            throw new InvariantViolation(
                    "Page " + page.firstSequence() + " of " + page.instanceId() + " is broken: " + text(page));
        }
    }

    private static String text(Page page) {
        return new String(page.data(), StandardCharsets.UTF_8);
    }
}
