package com.orchestrator.engine.feed;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.FeedService.FeedSlice;
import com.orchestrator.engine.store.FeedStore;
import com.orchestrator.engine.store.FeedStore.Stretch;
import com.orchestrator.engine.store.PageRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of the feed as they are read. Readers who are at the same place get the same piece, which was read once: what is final
 * stays as it is.
 */
final class Slices {

    /** Transactions that are looked at together; each has written some pages. */
    private static final int TRANSACTIONS = 20;

    /** Pages that are read together; their payloads may be large. */
    private static final int PAGES = 50;

    private static final int KEPT = 8;

    /** Stretches that may be of runs that are gone. */
    private static final int EMPTY_MAX = 100;

    private final FeedStore store;
    private final Map<FeedPosition, FeedSlice> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FeedPosition, FeedSlice> eldest) {
            return size() > KEPT;
        }
    };

    Slices(FeedStore store) {
        this.store = store;
    }

    /**
     * What comes behind a position; without entries when nothing does yet.
     *
     * @throws OrchestratorException {@code FEED_TRIMMED} when it is forgotten
     */
    FeedSlice behind(FeedPosition position) {
        FeedSlice known = known(position);
        if (known != null) {
            return known;
        }
        Stretch stretch = store.behind(position, TRANSACTIONS);
        boolean isForgotten = position.firstNumber() <= stretch.trimmedTo() && !position.equals(FeedPosition.START);
        if (isForgotten) {
            throw trimmed(position, stretch.trimmedTo());
        }
        FeedSlice slice = slice(position, stretch);
        for (int i = 0;
                i < EMPTY_MAX && slice.entries().isEmpty() && !stretch.pages().isEmpty();
                i++) {
            stretch = store.behind(slice.position(), TRANSACTIONS);
            slice = slice(position, stretch);
        }
        if (!slice.entries().isEmpty()) {
            keep(position, slice);
        }
        return slice;
    }

    private FeedSlice slice(FeedPosition position, Stretch stretch) {
        List<FeedEntry> entries = new ArrayList<>();
        List<PageRef> pages = stretch.pages();
        for (int from = 0; from < pages.size() && entries.isEmpty(); from += PAGES) {
            int to = Math.min(pages.size(), from + PAGES);
            store.read(pages.subList(from, to)).stream()
                    .filter(entry -> entry.position().compareTo(position) > 0)
                    .forEach(entries::add);
            if (!entries.isEmpty() && to < pages.size()) {
                return new FeedSlice(entries, entries.get(entries.size() - 1).position());
            }
        }
        return new FeedSlice(entries, stretch.end());
    }

    private static OrchestratorException trimmed(FeedPosition position, long trimmedTo) {
        return new OrchestratorException(
                ErrorCode.FEED_TRIMMED,
                "The feed begins behind " + trimmedTo + " now, and " + position
                        + " is before that: read what you have missed from the runs, and go on from " + trimmedTo);
    }

    private synchronized @Nullable FeedSlice known(FeedPosition position) {
        return kept.get(position);
    }

    private synchronized void keep(FeedPosition position, FeedSlice slice) {
        kept.put(position, slice);
    }
}
