package com.orchestrator.engine.service;

import com.orchestrator.api.model.HistoryEntry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What happens to runs, while it happens. Nothing is left out, whoever commits late, and nothing comes twice: whoever asks on
 * from where he was gets what the histories say, each in its order.
 */
public interface FeedService {

    /** Where what is yet to come begins. */
    FeedPosition end();

    /** All types of events there are, for example {@code TASK_COMPLETED}. */
    Set<String> types();

    /**
     * The next events of all runs. Done when there are some, or when the wait is over.
     *
     * @return fails with {@code FEED_TRIMMED} when what comes next is forgotten
     */
    CompletableFuture<FeedSlice> next(FeedQuery query);

    /** @param position where to go on; it moves also when nothing of what was looked at was wanted */
    record FeedSlice(List<FeedEntry> entries, FeedPosition position) {

        public FeedSlice {
            entries = List.copyOf(entries);
        }
    }

    /** The next events of one run. Done when there are some, or when the wait is over; there may be no such run. */
    CompletableFuture<List<HistoryEntry>> nextOf(UUID instanceId, long afterSequenceNumber, int limit, Duration wait);
}
