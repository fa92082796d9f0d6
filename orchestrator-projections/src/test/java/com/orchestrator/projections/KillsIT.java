package com.orchestrator.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Workers that are killed with -9 at random moments, under writers that commit in any order. 6 kills here; {@code
 * -Dprojections.kills=500} for all of them. The seed is said at the end.
 */
class KillsIT {

    private static final int KILLS = Integer.getInteger("projections.kills", 6);
    private static final long SEED = Long.getLong("projections.seed", 19);
    private static final int WORKERS = 3;

    @Test
    void eachEvent_countsOnce_whoeverIsKilled() throws Exception {
        Random random = new Random(SEED);
        try (World world = World.postgres()) {
            List<Process> workers = new ArrayList<>();
            try {
                for (int i = 0; i < WORKERS; i++) {
                    workers.add(WorkerProcess.start(world, 1));
                }
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !world.one("SELECT count(*) FROM orchestrator.workers")
                                .equals("0"));
                Writers.during(world, 4, SEED, () -> {
                    killAll(world, workers, random);
                });
                awaitAllSeen(world);
            } finally {
                workers.forEach(Process::destroyForcibly);
            }
            judge(world);
        }
    }

    private static void killAll(World world, List<Process> workers, Random random) throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            int victim = random.nextInt(WORKERS);
            boolean ended = workers.get(victim).waitFor(random.nextInt(1000), TimeUnit.MILLISECONDS);
            assertThat(ended).as("a worker has ended by itself").isFalse();
            workers.get(victim).destroyForcibly().waitFor();
            workers.set(victim, WorkerProcess.start(world, 1));
        }
    }

    private static void awaitAllSeen(World world) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(world.one("SELECT count(DISTINCT event_id) FROM seen"))
                        .isEqualTo(world.one("SELECT count(*) FROM events")));
    }

    private static void judge(World world) {
        String events = world.one("SELECT count(*) FROM events");
        assertThat(Integer.parseInt(events)).isGreaterThan(10 * KILLS);
        assertThat(world.one("SELECT count(*) FROM seen"))
                .as("none twice, of " + events)
                .isEqualTo(events);
        assertThat(world.one("SELECT count(*) FROM events WHERE id NOT IN (SELECT event_id FROM seen)"))
                .as("none missing")
                .isEqualTo("0");
        assertThat(world.query(
                        "SELECT aggregate_id || ': ' || version || ' behind ' || before FROM (SELECT aggregate_id, version,"
                                + " lag(version) OVER (PARTITION BY aggregate_id ORDER BY seq) AS before FROM seen JOIN events ON"
                                + " events.id = event_id) told WHERE version <= before"))
                .as("each aggregate in its order")
                .isEmpty();
        assertThat(world.one("SELECT sum(events) FROM orchestrator.projection_shards"))
                .as("what checkpoints counted")
                .isEqualTo(events);
        System.getLogger(KillsIT.class.getName())
                .log(System.Logger.Level.INFO, KILLS + " kills, " + events + " events, seed " + SEED);
    }
}
