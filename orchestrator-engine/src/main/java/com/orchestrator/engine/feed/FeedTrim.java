package com.orchestrator.engine.feed;

import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.store.FeedStore;
import java.time.Duration;

/** Forgets what readers who were away for long would have to read from the runs. */
public final class FeedTrim implements Chore {

    /** How long a reader may be away. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final FeedStore store;

    public FeedTrim(FeedStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "feed-trim";
    }

    @Override
    public int runOnce(int limit) {
        return store.trim(KEPT, limit);
    }
}
