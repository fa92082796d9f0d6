package com.orchestrator.engine.feed;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.FeedQuery;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.FeedStore;
import com.orchestrator.engine.store.ReadStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tells what happens to runs. Whoever waits costs a future, no thread. */
public final class Feed implements FeedService {

    /** Entries that are looked through for one answer; what is wanted may be rare. */
    private static final int LOOKED_AT_MAX = 5_000;

    private final FeedStore store;
    private final ReadStore reads;
    private final Slices slices;
    private final Tail tail;
    private final Executor readers;
    private final LongSupplier nanos;

    /**
     * @param looker for looks of its own, a few milliseconds each
     * @param readers for reads that callers ask for
     */
    public Feed(EngineStore store, ScheduledExecutorService looker, Executor readers, LongSupplier nanos) {
        this.store = store.feed();
        this.reads = store.reads();
        this.slices = new Slices(store.feed());
        this.tail = new Tail(store.feed(), looker);
        this.readers = readers;
        this.nanos = nanos;
    }

    /** Something was committed by this server. */
    public void committed() {
        tail.committed();
    }

    /** Looks for what other servers have committed, when somebody waits for it. */
    public Chore sweep() {
        return new Sweep(tail);
    }

    private record Sweep(Tail tail) implements Chore {

        @Override
        public String name() {
            return "feed-sweep";
        }

        @Override
        public int runOnce(int limit) {
            tail.look();
            return 0;
        }
    }

    /** Calls that wait. */
    public int waiting() {
        return tail.waiting();
    }

    // ---- all runs

    @Override
    public FeedPosition end() {
        return store.end();
    }

    @Override
    public Set<String> types() {
        return RunEvent.kinds().stream().map(RunEvent::typeOf).collect(Collectors.toSet());
    }

    @Override
    public CompletableFuture<FeedSlice> next(FeedQuery query) {
        long until = nanos.getAsLong() + query.timeout().toNanos();
        return later(() -> lookAt(query.after() == null ? query.after(store.end()) : query))
                .thenCompose(looked -> orWait(query, looked, until));
    }

    private <T> CompletableFuture<T> later(Supplier<T> read) {
        return CompletableFuture.supplyAsync(read, readers);
    }

    private CompletableFuture<FeedSlice> orWait(FeedQuery query, Looked looked, long until) {
        FeedSlice slice = looked.slice();
        long left = until - nanos.getAsLong();
        if (!slice.entries().isEmpty() || looked.hasMore() || left <= 0) {
            return CompletableFuture.completedFuture(slice);
        }
        CompletableFuture<Void> grown = tail.await(slice.position());
        return orAtLast(grown, left)
                .whenComplete((woken, failure) -> tail.forget(grown))
                .thenComposeAsync(
                        woken -> later(() -> lookAt(query.after(slice.position())))
                                .thenCompose(next -> orWait(query, next, until)),
                        readers);
    }

    /** A copy, so that the time limit is not seen by others. */
    private static CompletableFuture<Void> orAtLast(CompletableFuture<Void> woken, long nanos) {
        return woken.copy().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
    }

    /** @param hasMore whether it ended because it was long, not because nothing more is there */
    private record Looked(FeedSlice slice, boolean hasMore) {}

    private Looked lookAt(FeedQuery query) {
        FeedPosition position = Objects.requireNonNull(query.after());
        int looked = 0;
        while (true) {
            FeedSlice slice = slices.behind(position);
            List<FeedEntry> wanted =
                    slice.entries().stream().filter(query::matches).toList();
            looked += slice.entries().size();
            if (wanted.size() > query.limit()) {
                List<FeedEntry> first = wanted.subList(0, query.limit());
                return new Looked(
                        new FeedSlice(first, first.get(first.size() - 1).position()), true);
            }
            position = slice.position();
            if (!wanted.isEmpty() || slice.entries().isEmpty() || looked > LOOKED_AT_MAX) {
                return new Looked(new FeedSlice(wanted, position), looked > LOOKED_AT_MAX);
            }
        }
    }

    // ---- one run

    @Override
    public CompletableFuture<List<HistoryEntry>> nextOf(
            UUID instanceId, long afterSequenceNumber, int limit, Duration wait) {
        long until = nanos.getAsLong() + wait.toNanos();
        return nextOf(instanceId, afterSequenceNumber, limit, until);
    }

    /** Registered before the look, so that nothing falls between the two. */
    private CompletableFuture<List<HistoryEntry>> nextOf(UUID instanceId, long after, int limit, long until) {
        return later(() -> tail.await(instanceId, store.end()))
                .thenCompose(gone -> later(
                                () -> reads.history(instanceId, after, limit).items())
                        .thenCompose(entries -> {
                            long left = until - nanos.getAsLong();
                            return !entries.isEmpty() || left <= 0
                                    ? CompletableFuture.completedFuture(entries)
                                    : orAtLast(gone, left)
                                            .thenCompose(woken -> nextOf(instanceId, after, limit, until));
                        })
                        .whenComplete((done, failure) -> tail.forget(instanceId, gone)));
    }
}
