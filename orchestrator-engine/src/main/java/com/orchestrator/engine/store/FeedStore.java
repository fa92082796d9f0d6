package com.orchestrator.engine.store;

import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import java.time.Duration;
import java.util.List;

/** What has been appended to histories, in an order that is final as far as it can be read. */
public interface FeedStore {

    /** Where what is yet to come begins. */
    FeedPosition end();

    /**
     * What comes behind a position and will never be preceded by anything else.
     *
     * @param transactions about how many of them are looked at
     */
    Stretch behind(FeedPosition position, int transactions);

    /**
     * A piece of the feed.
     *
     * @param pages in order
     * @param end where to go on: behind all pages, or where nothing more is final when there are none
     * @param trimmedTo what was up to there is forgotten
     */
    record Stretch(List<PageRef> pages, FeedPosition end, long trimmedTo) {

        public Stretch {
            pages = List.copyOf(pages);
        }
    }

    /**
     * The events of some pages, in the order of the pages. Those of runs that are gone are left out; a page that cannot be read is one
     * entry, {@code EVENTS_UNREADABLE}.
     */
    List<FeedEntry> read(List<PageRef> pages);

    /**
     * Forgets the oldest that are older than that.
     *
     * @return how many were looked at
     */
    int trim(Duration kept, int limit);
}
