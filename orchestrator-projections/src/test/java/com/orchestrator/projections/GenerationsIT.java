package com.orchestrator.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.orchestrator.projections.store.WorkerState;
import com.orchestrator.projections.worker.Running;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the workers of one generation when the next one comes, under load. */
class GenerationsIT {

    private static final int WORKERS = 5;
    private static final int SHARDS = 6;
    private static World world;
    private final List<Running> started = new ArrayList<>();

    @BeforeAll
    static void begin() {
        world = World.postgres();
    }

    @AfterAll
    static void end() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.execute("TRUNCATE events, aggregates, seen, orchestrator.projection_shards, orchestrator.workers");
        world.execute("UPDATE orchestrator.recreate_lock SET generation = 0, phase = 'RUNNING'");
    }

    private void start(int workers, long generation, Strategy strategy) throws SQLException {
        for (int i = 0; i < workers; i++) {
            started.add(world.projections()
                    .projection(new Counting("all", SHARDS))
                    .generation(generation)
                    .strategy(strategy)
                    .staleAfter(Duration.ofSeconds(4))
                    .build()
                    .start());
        }
    }

    private void awaitGeneration(long generation) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                world.query("SELECT DISTINCT shard FROM seen WHERE generation = " + generation))
                        .hasSize(SHARDS));
    }

    private void judgeAll() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(world.one("SELECT count(DISTINCT event_id) FROM seen"))
                        .isEqualTo(world.one("SELECT count(*) FROM events")));
        started.forEach(Running::close);
        assertThat(world.one("SELECT count(*) FROM seen")).isEqualTo(world.one("SELECT count(*) FROM events"));
    }

    @Test
    void recreate_neverHasTwoGenerationsAtWork() throws Exception {
        start(WORKERS, 1, Strategy.RECREATE);
        Writers.during(world, 4, 1, () -> {
            awaitGeneration(1);
            start(WORKERS, 2, Strategy.RECREATE);
            awaitGeneration(2);
            for (Running old : started.subList(0, WORKERS)) {
                assertThat(old.awaitStop(Duration.ofSeconds(10)))
                        .as("an old worker stops")
                        .isTrue();
            }
        });
        judgeAll();
        assertThat(world.one("SELECT (SELECT max(seq) FROM seen WHERE generation = 1)"
                        + " < (SELECT min(seq) FROM seen WHERE generation = 2)"))
                .isEqualTo("t");
    }

    @Test
    void rolling_isExactUnderLoad() throws Exception {
        start(WORKERS, 1, Strategy.ROLLING);
        Writers.during(world, 4, 2, () -> {
            awaitGeneration(1);
            start(WORKERS, 2, Strategy.ROLLING);
            awaitGeneration(2);
            for (Running old : started.subList(0, WORKERS)) {
                assertThat(old.awaitStop(Duration.ofSeconds(10)))
                        .as("an old worker stops")
                        .isTrue();
            }
        });
        judgeAll();
        assertThat(world.query(
                        "SELECT shard || ' went back' FROM seen GROUP BY shard HAVING max(seq) FILTER (WHERE generation = 1)"
                                + " > min(seq) FILTER (WHERE generation = 2)"))
                .isEmpty();
    }

    /** Events come all the time, so a shard that is told of none rests: from the last batch of the old worker to the first of the new. */
    @Test
    void rolling_letsNoShardRest_longerThanABatchAndAHeartbeat() throws Exception {
        Duration heartbeat = Duration.ofSeconds(2);
        startRolling(1, heartbeat);
        ExecutorService appender = Executors.newSingleThreadExecutor();
        CountDownLatch stopping = new CountDownLatch(1);
        Future<?> appending = appender.submit(() -> {
            for (int i = 0; stopping.getCount() > 0; i++) {
                world.append("c", "t", "a" + i % 50, "{}");
            }
        });
        awaitGeneration(1);
        startRolling(2, heartbeat);
        awaitGeneration(2);
        stopping.countDown();
        appending.get();
        appender.shutdown();
        judgeAll();
        double rest =
                Double.parseDouble(world.one("SELECT max(extract(epoch FROM at - before)) FROM (SELECT at, generation,"
                        + " lag(at) OVER shards AS before, lag(generation) OVER shards AS old FROM seen"
                        + " WINDOW shards AS (PARTITION BY shard ORDER BY seq)) told WHERE generation > old"));
        System.getLogger(GenerationsIT.class.getName())
                .log(System.Logger.Level.INFO, "the longest rest was " + Math.round(rest * 1000) + " ms");
        assertThat(rest)
                .as("seconds from the last event of the old generation to the first one of the new")
                .isLessThan(heartbeat.toMillis() / 1e3);
    }

    private void startRolling(long generation, Duration heartbeat) throws SQLException {
        for (int i = 0; i < 2; i++) {
            started.add(world.projections()
                    .projection(new Counting("all", SHARDS))
                    .generation(generation)
                    .strategy(Strategy.ROLLING)
                    .heartbeat(heartbeat)
                    .staleAfter(heartbeat.multipliedBy(3))
                    .build()
                    .start());
        }
    }

    @Test
    void whoHangsInDrain_isPassed_andCommitsNothingLate() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Projection hangs = new Counting("all", 1) {
            @Override
            public void handle(EventBatch batch, Connection connection) throws SQLException {
                super.handle(batch, connection);
                hanging.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        world.append("c", "t", "a", "{}");
        Duration stale = Duration.ofMillis(1500);
        Running old =
                world.projections().projection(hangs).staleAfter(stale).build().start();
        hanging.await();
        Projections next = world.projections()
                .projection(new Counting("all", 1))
                .generation(2)
                .staleAfter(stale)
                .build();
        World.during(next, fresh -> {
            await().untilAsserted(() ->
                    assertThat(world.query("SELECT generation FROM seen")).containsExactly("2"));
            goOn.countDown();
            assertThat(old.awaitStop(Duration.ofSeconds(10))).isTrue();
            assertThat(world.query("SELECT generation FROM seen")).containsExactly("2");
            assertThat(next.desk().workers())
                    .filteredOn(worker -> worker.generation() == 1)
                    .allMatch(worker -> worker.state() == WorkerState.STOPPED);
        });
    }

    @Test
    void shards_moveToWhoComes_andAwayFromWhoGoes() throws Exception {
        start(1, 1, Strategy.RECREATE);
        awaitOwners(1);
        start(2, 1, Strategy.RECREATE);
        awaitOwners(3);
        started.get(0).close();
        awaitOwners(2);
        started.forEach(Running::close);
    }

    private static void awaitOwners(int owners) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(world.query("SELECT count(*) FROM orchestrator.projection_shards"
                                + " WHERE owner IS NOT NULL GROUP BY owner"))
                        .hasSize(owners)
                        .allMatch(owned -> Integer.parseInt(owned) == SHARDS / owners));
    }
}
