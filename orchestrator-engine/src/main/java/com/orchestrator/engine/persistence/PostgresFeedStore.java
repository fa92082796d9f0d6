package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.sql.FeedRows;
import com.orchestrator.engine.persistence.sql.LoadPages;
import com.orchestrator.engine.persistence.sql.ReadFeedPages;
import com.orchestrator.engine.persistence.sql.ReadFeedPages.NamedPage;
import com.orchestrator.engine.seal.MissingKey;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.store.FeedStore;
import com.orchestrator.engine.store.PageRef;
import com.orchestrator.engine.store.UnreadablePage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One row for each transaction that has appended to histories; see the migration for why its order is final. */
final class PostgresFeedStore implements FeedStore {

    private final JdbcAccess jdbc;
    private final Seals seals;

    PostgresFeedStore(JdbcAccess jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    /** Once after a start: no position comes twice, whatever PostgreSQL the rows come from. */
    void catchUp() {
        jdbc.transaction(connection -> {
            FeedRows.catchUp(connection);
            return true;
        });
    }

    @Override
    public FeedPosition end() {
        return FeedPosition.behind(jdbc.transaction(FeedRows::horizon) - 1);
    }

    @Override
    public Stretch behind(FeedPosition position, int transactions) {
        FeedRows.Found found =
                jdbc.transaction(connection -> FeedRows.from(connection, position.firstNumber(), transactions));
        List<PageRef> pages = found.pages().stream()
                .filter(page -> page.mayBeBehind(position))
                .sorted()
                .toList();
        FeedPosition end = found.pages().isEmpty()
                ? max(position, FeedPosition.behind(found.horizon() - 1))
                : FeedPosition.behind(
                        found.pages().stream().mapToLong(PageRef::number).max().getAsLong());
        return new Stretch(pages, max(position, end), found.trimmedTo());
    }

    private static FeedPosition max(FeedPosition a, FeedPosition b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    @Override
    public List<FeedEntry> read(List<PageRef> pages) {
        Map<PageKey, NamedPage> found = new HashMap<>();
        Known known = jdbc.transaction(connection -> {
            List<NamedPage> read = ReadFeedPages.run(connection, pages);
            read.forEach(page -> found.put(PageKey.of(page.page()), page));
            return seals.ofPages(connection, read.stream().map(NamedPage::page).toList());
        });
        return pages.stream()
                .flatMap(ref -> entries(
                        ref,
                        found.get(new PageKey(ref.instanceId(), ref.firstSequenceNumber())),
                        known.of(ref.instanceId())))
                .toList();
    }

    private record PageKey(UUID instanceId, long firstSequenceNumber) {

        static PageKey of(LoadPages.Page page) {
            return new PageKey(page.instanceId(), page.firstSequence());
        }
    }

    private static Stream<FeedEntry> entries(PageRef ref, @Nullable NamedPage page, RunSeal seal) {
        return page == null
                ? Stream.of()
                : events(page.page(), seal)
                        .map(event -> new FeedEntry(
                                new FeedPosition(ref.number(), ref.instanceId(), event.sequenceNumber()),
                                ref.instanceId(),
                                page.namespace(),
                                page.workflow(),
                                page.runId(),
                                event));
    }

    private static Stream<HistoryEntry> events(LoadPages.Page page, RunSeal seal) {
        try {
            return EventPage.read(page, seal).stream().map(HistoryEntries::of);
        } catch (UnreadablePage | MissingKey unreadable) {
            return Stream.of(unreadable(page));
        }
    }

    private static HistoryEntry unreadable(LoadPages.Page page) {
        return new HistoryEntry(
                page.lastSequence(),
                "EVENTS_UNREADABLE",
                page.at(),
                null,
                null,
                null,
                null,
                null,
                null,
                JsonNodeFactory.instance.objectNode().put("firstSequenceNumber", page.firstSequence()));
    }

    @Override
    public int trim(Duration kept, int limit) {
        return jdbc.transaction(connection -> FeedRows.trim(connection, kept, limit));
    }
}
