package com.orchestrator.engine.run;

import com.orchestrator.api.model.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a map is. */
public final class ItemsRun extends PassesRun {

    private @Nullable List<Payload> items;

    void start(Payload list) {
        items = list.elements();
    }

    @Override
    void startOver() {
        super.startOver();
        items = null;
    }

    @Override
    public int total() {
        return items == null ? 0 : items.size();
    }

    public @Nullable Payload item(int index) {
        return items == null || index >= items.size() ? null : items.get(index);
    }

    @Override
    boolean mayBegin() {
        return items == null || begun < items.size();
    }

    public boolean hasRoom(int concurrencyMax) {
        return active.size() < concurrencyMax;
    }

    /** The item to go on with: one that a stop has left behind, else the next one; -1 when there is none. */
    public int next() {
        if (!parked.isEmpty()) {
            return parked.first();
        }
        return begun < total() ? begun : -1;
    }
}
