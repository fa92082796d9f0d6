package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Payload;
import com.orchestrator.server.rest.json.Refusals;
import java.util.List;

/** Body of a batch start. The items stay unread, because one bad item must not spoil the others. */
public record BatchStartBody(List<Payload> items) {

    private static final int ITEMS_MAX = 1_000;

    public BatchStartBody {
        items = List.copyOf(Required.value(items, "items"));
        if (items.size() > ITEMS_MAX) {
            throw Refusals.invalid("/items", "'items' has more than " + ITEMS_MAX + " entries", "send several batches");
        }
    }
}
