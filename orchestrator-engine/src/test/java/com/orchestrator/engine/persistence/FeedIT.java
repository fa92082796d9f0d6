package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.persistence.sql.InsertPages;
import com.orchestrator.engine.persistence.sql.LoadPages;
import com.orchestrator.engine.persistence.sql.NamedStatement;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.store.FeedStore;
import com.orchestrator.engine.store.FeedStore.Stretch;
import com.orchestrator.engine.store.RunFixture;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that got their number early and commit late: the feed leaves nothing out, and each run is told in its order. */
class FeedIT {

    private final TestDatabase database = TestDatabase.create();
    private final PostgresEngineStore store = PostgresEngineStore.open(database.config());
    private final FeedStore feed = store.feed();
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final List<FeedEntry> heard = new ArrayList<>();
    private FeedPosition position = FeedPosition.START;

    @BeforeEach
    void empty() {
        database.empty();
    }

    @AfterEach
    void close() {
        others.shutdownNow();
        store.close();
    }

    private static RunFixture run(String runId) {
        return new RunFixture(runId, Instant.parse("2026-01-02T03:04:05Z"));
    }

    /** Goes on reading to what is final now. */
    private void listen() {
        for (Stretch stretch = feed.behind(position, 3);
                !stretch.pages().isEmpty();
                stretch = feed.behind(position, 3)) {
            heard.addAll(feed.read(stretch.pages()));
            position = stretch.end();
        }
    }

    private List<Long> heardOf(UUID instanceId) {
        return heard.stream()
                .filter(entry -> entry.instanceId().equals(instanceId))
                .map(entry -> entry.event().sequenceNumber())
                .toList();
    }

    private void record(RunRecord... records) {
        store.runs().inTransaction(transaction -> {
            transaction.recordEvents(List.of(records));
            transaction.recordRows(List.of(records));
            return true;
        });
    }

    @Test
    void whatCommitsLate_isNotSkipped_andWhatIsBehindItWaitsForIt() throws Exception {
        try (Connection early = database.connect()) {
            early.setAutoCommit(false);
            TestDatabase.query(early, "SELECT pg_current_xact_id()");
            RunFixture quick = run("quick");
            record(quick.start());

            listen();
            assertThat(heard)
                    .as("an older transaction may still write before it")
                    .isEmpty();
            writeByHand(early, quick);
            early.commit();

            listen();
            assertThat(heardOf(quick.instanceId)).containsExactly(1L, 2L);
        }
    }

    /** As another server would append to the run, in a transaction whose number is older than that of the run's last page. */
    private static void writeByHand(Connection connection, RunFixture run) throws SQLException {
        LoadPages.Page page = EventPage.write(run.instanceId, run.move().events());
        try (NamedStatement statement = InsertPages.all(connection, List.of(page))) {
            statement.update();
        }
    }

    @Test
    void manyWriters_areHeardOnce_eachRunInItsOrder() throws Exception {
        int runs = 20;
        List<RunFixture> fixtures = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            fixtures.add(run("run-" + i));
        }
        record(fixtures.stream().map(RunFixture::start).toArray(RunRecord[]::new));
        List<Future<?>> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            int first = w * runs / 4;
            Random random = new Random(w);
            writers.add(others.submit(() -> {
                for (int step = 0; step < 50; step++) {
                    record(fixtures.get(first + random.nextInt(runs / 4)).move());
                }
            }));
        }
        while (writers.stream().anyMatch(writer -> !writer.isDone())) {
            listen();
        }
        for (Future<?> writer : writers) {
            writer.get(20, TimeUnit.SECONDS);
        }
        listen();

        assertThat(heard).hasSize(runs + 200);
        Map<UUID, Long> last = new HashMap<>();
        heard.forEach(entry -> assertThat(last.merge(entry.instanceId(), 1L, Long::sum))
                .isEqualTo(entry.event().sequenceNumber()));
    }

    @Test
    @SuppressWarnings("try") // The other store is there to have been opened.
    void anotherPostgres_whoseNumbersBeginAnew_goesOnBehindWhatWasRead() {
        RunFixture run = run("restored");
        record(run.start());
        database.execute("UPDATE feed SET position = position + 1000000, xid = xid + 1000000");
        FeedPosition read = feed.behind(FeedPosition.START, 10).end();

        try (PostgresEngineStore restored = PostgresEngineStore.open(database.config())) {
            record(run.move());
            position = read;
            listen();
        }

        assertThat(heardOf(run.instanceId)).contains(2L);
    }
}
