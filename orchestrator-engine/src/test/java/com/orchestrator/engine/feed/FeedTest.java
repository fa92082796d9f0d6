package com.orchestrator.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.FeedQuery;
import com.orchestrator.engine.service.FeedService.FeedSlice;
import com.orchestrator.engine.store.RunFixture;
import com.orchestrator.engine.store.RunRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for what happens, over the store in memory. */
class FeedTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final Feed feed = new Feed(store, threads, threads, System::nanoTime);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private RunFixture run(String runId) {
        return new RunFixture(runId, clock.instant());
    }

    private void record(RunRecord... records) {
        store.runs().inTransaction(transaction -> {
            transaction.recordEvents(List.of(records));
            transaction.recordRows(List.of(records));
            return true;
        });
        feed.committed();
    }

    private static FeedQuery all(@Nullable FeedPosition after, Duration timeout) {
        return new FeedQuery(null, null, Set.of(), after, 100, timeout);
    }

    private static <T> T now(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whoWaits_isToldOfWhatIsCommitted_andLeavesNothingBehind() throws Exception {
        CompletableFuture<FeedSlice> waiting = feed.next(all(store.feed().end(), LONG));
        while (feed.waiting() == 0) {
            Thread.onSpinWait();
        }
        RunFixture run = run("one");

        record(run.start());

        assertThat(now(waiting).entries())
                .singleElement()
                .extracting(FeedEntry::runId)
                .isEqualTo("one");
        assertThat(feed.waiting()).isZero();
    }

    @Test
    void whatOthersCommit_isFoundByTheSweep() throws Exception {
        CompletableFuture<FeedSlice> waiting = feed.next(all(store.feed().end(), LONG));
        while (feed.waiting() == 0) {
            Thread.onSpinWait();
        }
        RunFixture run = run("elsewhere");
        store.runs().inTransaction(transaction -> {
            List<RunRecord> started = List.of(run.start());
            transaction.recordEvents(started);
            transaction.recordRows(started);
            return true;
        });

        feed.sweep().runOnce(1);

        assertThat(now(waiting).entries()).hasSize(1);
    }

    @Test
    void whenNothingHappens_theAnswerIsEmpty_andSaysWhereToGoOn() throws Exception {
        FeedSlice slice = now(feed.next(all(null, Duration.ofMillis(1))));

        assertThat(slice.entries()).isEmpty();
        assertThat(slice.position()).isEqualTo(store.feed().end());
    }

    @Test
    void whatIsNotWanted_movesThePositionAlone() throws Exception {
        RunFixture run = run("one");
        record(run.start());
        FeedQuery elsewhere = new FeedQuery("other", null, Set.of(), FeedPosition.START, 100, Duration.ZERO);

        FeedSlice slice = now(feed.next(elsewhere));

        assertThat(slice.entries()).isEmpty();
        assertThat(slice.position()).isGreaterThan(FeedPosition.START);
    }

    @Test
    void pages_meetWithoutHolesOrDoubles() throws Exception {
        RunFixture run = run("one");
        record(run.start());
        for (int i = 0; i < 9; i++) {
            record(run.move());
        }
        FeedPosition position = FeedPosition.START;
        for (long expected = 1; expected <= 10; expected++) {
            FeedSlice slice = now(feed.next(new FeedQuery("shop", "order", Set.of(), position, 1, Duration.ZERO)));
            assertThat(slice.entries())
                    .singleElement()
                    .extracting(entry -> entry.event().sequenceNumber())
                    .isEqualTo(expected);
            position = slice.position();
        }
    }

    @Test
    void types_areChosen() throws Exception {
        RunFixture run = run("one");
        record(run.start());
        record(run.move());

        FeedSlice slice = now(
                feed.next(new FeedQuery(null, null, Set.of("WORKFLOW_PAUSED"), FeedPosition.START, 10, Duration.ZERO)));

        assertThat(slice.entries())
                .extracting(entry -> entry.event().sequenceNumber())
                .containsExactly(2L);
    }

    @Test
    void whatIsForgotten_isSaid() throws Exception {
        RunFixture run = run("old");
        record(run.start());
        record(run.move());
        FeedPosition first = now(feed.next(new FeedQuery(null, null, Set.of(), FeedPosition.START, 1, Duration.ZERO)))
                .position();
        clock.advance(Duration.ofDays(30));
        store.feed().trim(Duration.ofDays(1), 100);

        assertThatThrownBy(() -> now(feed.next(all(first, Duration.ZERO))))
                .cause()
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.FEED_TRIMMED));
    }

    @Test
    void whoWaitsForARun_isToldOfItAlone() throws Exception {
        RunFixture run = run("one");
        RunFixture other = run("other");
        record(run.start(), other.start());
        CompletableFuture<List<HistoryEntry>> waiting = feed.nextOf(run.instanceId, 1, 10, LONG);
        while (feed.waiting() == 0) {
            Thread.onSpinWait();
        }

        record(other.move());
        record(run.move());

        assertThat(now(waiting)).extracting(HistoryEntry::sequenceNumber).containsExactly(2L);
        assertThat(feed.waiting()).isZero();
    }
}
