package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import com.orchestrator.engine.seal.BrokenSeal;
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
 * events that do not name another, or null; {@code bytes} is how much of the page's payload belongs to the event. A sealed page has the
 * number 1 in front of all, and in the place of texts that workers wrote about faults how much of what is sealed they are.
 */
public final class EventPage {

    private static final int BYTES_USUAL = 1_024;

    private static final int SEALED = 1;

    private EventPage() {}

    /** @param entries in order; those of one time make one page, which is all of them unless they are imported */
    static List<Page> pages(UUID instanceId, List<Entry> entries, RunSeal seal) {
        List<Page> pages = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= entries.size(); to++) {
            if (to == entries.size()
                    || !entries.get(to).at().equals(entries.get(from).at())) {
                pages.add(write(instanceId, entries.subList(from, to), seal));
                from = to;
            }
        }
        return pages;
    }

    /** A page that is not sealed. */
    public static Page write(UUID instanceId, List<Entry> entries) {
        return write(instanceId, entries, RunSeal.PLAIN);
    }

    /** @param entries of one transaction, so all of the same time, in order */
    static Page write(UUID instanceId, List<Entry> entries, RunSeal seal) {
        Entry first = entries.get(0);
        Entry last = entries.get(entries.size() - 1);
        HiddenParts hidden = seal.isPlain() ? null : HiddenParts.toWrite();
        byte[] data = data(instanceId, entries, hidden);
        return new Page(
                instanceId,
                first.sequenceNumber(),
                last.sequenceNumber(),
                first.at(),
                data,
                hidden == null
                        ? payload(entries)
                        : sealed(hidden.bytes(), seal, first.sequenceNumber(), last.sequenceNumber()));
    }

    private static byte @Nullable [] sealed(byte[] hidden, RunSeal seal, long first, long last) {
        return hidden.length == 0 ? null : seal.seal(place(first, last), hidden);
    }

    private static String place(long first, long last) {
        return "events/" + first + "-" + last;
    }

    /** Whether its payloads are sealed, or would be if it had any. */
    static boolean isSealed(Page page) {
        byte[] data = page.data();
        return data.length > 1 && data[0] == '[' && data[1] == '0' + SEALED;
    }

    private static byte[] data(UUID instanceId, List<Entry> entries, @Nullable HiddenParts hidden) {
        Entry first = entries.get(0);
        StoredEvents events = new StoredEvents(new PageFrame(instanceId, first.at(), first.actor(), hidden));
        ByteArrayOutputStream text = new ByteArrayOutputStream(BYTES_USUAL);
        try (JsonGenerator json = EventJson.generator(text)) {
            json.writeStartArray();
            if (hidden != null) {
                json.writeNumber(SEALED);
            }
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
        Payload payload = entry.payload();
        if (payload != null) {
            HiddenParts hidden = events.frame().hidden();
            json.writeNumber(hidden == null ? payload.size() : hidden.put(payload.bytes()));
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

    /** A page that is not sealed. */
    public static List<Entry> read(Page page) {
        return read(page, RunSeal.PLAIN);
    }

    /**
     * Events of a page.
     *
     * @throws com.orchestrator.engine.seal.MissingKey when it is sealed with a key that is not here
     * @throws UnreadablePage when it cannot be read, or does not open
     */
    static List<Entry> read(Page page, RunSeal seal) {
        List<Entry> entries = new ArrayList<>();
        HiddenParts hidden = isSealed(page) ? opened(page, seal) : null;
        try (JsonParser json = EventJson.parser(page.data())) {
            require(json.nextToken() == JsonToken.START_ARRAY, page);
            require(hidden == null || json.nextToken() == JsonToken.VALUE_NUMBER_INT, page);
            StoredEvents events =
                    new StoredEvents(new PageFrame(page.instanceId(), page.at(), commonActor(json), hidden));
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

    private static HiddenParts opened(Page page, RunSeal seal) {
        byte[] stored = page.payload();
        try {
            return HiddenParts.of(
                    stored == null
                            ? seal.isErased() ? null : new byte[0]
                            : seal.open(place(page.firstSequence(), page.lastSequence()), stored));
        } catch (BrokenSeal broken) {
            throw unreadable(page, broken);
        }
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
            HiddenParts hidden = events.frame().hidden();
            int size = json.getIntValue();
            payload = hidden == null ? payload(page, offset, size) : hidden.payload(size);
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

    private static UnreadablePage unreadable(Page page, @Nullable Exception cause) {
        String text = new String(page.data(), StandardCharsets.UTF_8);
        return new UnreadablePage(page.instanceId(), page.firstSequence(), page.lastSequence(), text, cause);
    }
}
