package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import com.orchestrator.engine.store.UnreadablePage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events ⇄ the row of one transaction: {@code [actor, [type, data, actor, bytes], …]}. The actor in front is that of all
 * events that do not name another, or null; {@code bytes} is how much of the page's payload belongs to the event.
 */
public final class EventPage {

    private static final int BYTES_USUAL = 1_024;

    private EventPage() {}

    /** @param entries in order; those of one time make one page, which is all of them unless they are imported */
    public static List<Page> pages(UUID instanceId, List<Entry> entries) {
        List<Page> pages = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= entries.size(); to++) {
            if (to == entries.size()
                    || !entries.get(to).at().equals(entries.get(from).at())) {
                pages.add(write(instanceId, entries.subList(from, to)));
                from = to;
            }
        }
        return pages;
    }

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
        Entry first = entries.get(0);
        StoredEvents events = new StoredEvents(new PageFrame(instanceId, first.at(), first.actor()));
        ByteArrayOutputStream text = new ByteArrayOutputStream(BYTES_USUAL);
        try (JsonGenerator json = EventJson.generator(text)) {
            json.writeStartArray();
            json.writeString(first.actor());
            for (Entry entry : entries) {
                write(entry, events, json);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new InvariantViolation("Events of " + instanceId + " cannot be written", e);
        }
        return text.toByteArray();
    }

    private static void write(Entry entry, StoredEvents events, JsonGenerator json) throws IOException {
        json.writeStartArray();
        events.write(entry.event(), json);
        if (!Objects.equals(entry.actor(), events.frame().actor())) {
            json.writeString(entry.actor());
        }
        if (entry.payload() != null) {
            json.writeNumber(entry.payload().size());
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
        List<Entry> entries = new ArrayList<>();
        try (JsonParser json = EventJson.parser(page.data())) {
            require(json.nextToken() == JsonToken.START_ARRAY, page);
            StoredEvents events = new StoredEvents(new PageFrame(page.instanceId(), page.at(), commonActor(json)));
            int offset = 0;
            while (json.currentToken() == JsonToken.START_ARRAY) {
                Entry entry = read(page, json, events, page.firstSequence() + entries.size(), offset);
                offset += entry.payload() == null ? 0 : entry.payload().size();
                entries.add(entry);
                json.nextToken();
            }
        } catch (IOException e) {
            throw unreadable(page, e);
        }
        require(!entries.isEmpty() && page.firstSequence() + entries.size() - 1 == page.lastSequence(), page);
        return entries;
    }

    /** Pages of the first release have none and begin with their first event. */
    private static @Nullable String commonActor(JsonParser json) throws IOException {
        if (json.nextToken() == JsonToken.START_ARRAY) {
            return null;
        }
        String actor = textOrNull(json);
        json.nextToken();
        return actor;
    }

    private static Entry read(Page page, JsonParser json, StoredEvents events, long sequence, int offset)
            throws IOException {
        RunEvent event = events.read(json);
        String actor = events.frame().actor();
        if (json.nextToken() == JsonToken.VALUE_STRING || json.currentToken() == JsonToken.VALUE_NULL) {
            actor = textOrNull(json);
            json.nextToken();
        }
        Payload payload = null;
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            payload = payload(page, offset, json.getIntValue());
            json.nextToken();
        }
        require(json.currentToken() == JsonToken.END_ARRAY, page);
        return new Entry(sequence, page.at(), actor, event, payload);
    }

    private static Payload payload(Page page, int offset, int size) {
        byte[] all = page.payload();
        if (all == null || size < 0 || size > all.length - offset) {
            throw unreadable(page, null);
        }
        return Payload.ofJson(Arrays.copyOfRange(all, offset, offset + size));
    }

    private static @Nullable String textOrNull(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
    }

    private static void require(boolean holds, Page page) {
        if (!holds) {
            throw unreadable(page, null);
        }
    }

    private static UnreadablePage unreadable(Page page, @Nullable IOException cause) {
        String text = new String(page.data(), StandardCharsets.UTF_8);
        return new UnreadablePage(page.instanceId(), page.firstSequence(), page.lastSequence(), text, cause);
    }
}
