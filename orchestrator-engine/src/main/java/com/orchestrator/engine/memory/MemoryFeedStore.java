package com.orchestrator.engine.memory;

import com.orchestrator.engine.persistence.HistoryEntries;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.store.FeedStore;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.PageRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One commit at a time, so their numbers are the order. */
final class MemoryFeedStore implements FeedStore {

    private final MemoryTables tables;
    private final InstantSource clock;

    /** What was appended, in order. */
    static final class Table {

        private final List<Told> told = new ArrayList<>();
        private long commits;
        private long trimmedTo;

        private record Told(PageRef page, Instant at) {}

        /** What is appended from now on belongs to another commit than what was before. */
        void begin() {
            commits++;
        }

        /** @return how to take it back */
        Runnable tell(UUID instanceId, StoredEntry entry) {
            Told one = new Told(new PageRef(commits, instanceId, entry.sequenceNumber()), entry.at());
            told.add(one);
            return () -> told.remove(one);
        }
    }

    MemoryFeedStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public FeedPosition end() {
        synchronized (tables) {
            return FeedPosition.behind(tables.feed.commits);
        }
    }

    @Override
    public Stretch behind(FeedPosition position, int transactions) {
        synchronized (tables) {
            List<PageRef> pages = tables.feed.told.stream()
                    .map(Table.Told::page)
                    .filter(page -> page.number() >= position.firstNumber() && page.mayBeBehind(position))
                    .sorted()
                    .toList();
            long last = pages.stream()
                    .map(PageRef::number)
                    .distinct()
                    .limit(transactions)
                    .reduce(tables.feed.commits, (before, number) -> number);
            FeedPosition end = FeedPosition.behind(last);
            return new Stretch(
                    pages.stream().filter(page -> page.number() <= last).toList(),
                    end.compareTo(position) < 0 ? position : end,
                    tables.feed.trimmedTo);
        }
    }

    @Override
    public List<FeedEntry> read(List<PageRef> pages) {
        synchronized (tables) {
            return pages.stream().map(this::entry).flatMap(Stream::ofNullable).toList();
        }
    }

    private @Nullable FeedEntry entry(PageRef page) {
        InstanceRow run = tables.instances.get(page.instanceId());
        return run == null
                ? null
                : new FeedEntry(
                        new FeedPosition(page.number(), page.instanceId(), page.firstSequenceNumber()),
                        page.instanceId(),
                        run.namespace(),
                        run.workflow(),
                        run.runId(),
                        HistoryEntries.of(tables.history(page.instanceId())
                                .get(Math.toIntExact(page.firstSequenceNumber() - 1))
                                .read()));
    }

    @Override
    public int trim(Duration kept, int limit) {
        Instant until = clock.instant().minus(kept);
        synchronized (tables) {
            List<Table.Told> old = tables.feed.told.stream()
                    .limit(limit)
                    .filter(one -> one.at().isBefore(until))
                    .toList();
            tables.feed.told.subList(0, old.size()).clear();
            old.stream()
                    .mapToLong(one -> one.page().number())
                    .max()
                    .ifPresent(number -> tables.feed.trimmedTo = number);
            return old.size();
        }
    }
}
