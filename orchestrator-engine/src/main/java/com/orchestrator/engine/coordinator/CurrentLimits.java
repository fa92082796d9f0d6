package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.store.LimitStore;

/**
 * The limits as this server knows them. Read when it starts, at once when it changes one itself, and when the sweep sees that the
 * counter has moved, which another server's change does.
 */
public final class CurrentLimits {

    private final LimitStore store;
    private volatile LimitBook book;

    CurrentLimits(LimitStore store) {
        this.store = store;
        this.book = store.read();
    }

    LimitBook book() {
        return book;
    }

    /**
     * Reads them again unless the counter stands where it stood.
     *
     * @return whether it had moved
     */
    public boolean bringTo(long version) {
        if (version == book.version()) {
            return false;
        }
        reload();
        return true;
    }

    synchronized void reload() {
        book = store.read();
    }
}
