package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Puts workflows of one task into the queue in batches, as fast as the server takes them, while workers drain it. */
final class QueueWork implements Work {

    private static final int BATCH = 500;
    private static final int BATCHES_AT_ONCE = 4;
    private static final int JOBS_PER_SECOND = 6_000;
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.hire();
        rig.api().register(Workflows.single());
        warmUp(rig);
        int jobs = seconds * JOBS_PER_SECOND;
        Usage before = rig.usage();
        double time = putAndDrain(rig, jobs);
        Usage used = rig.usage().minus(before);
        return new Figures()
                .put("jobs/s", jobs / time)
                .put("CPU-bound jobs/s", 2_000 / (used.cpu() * 1_000 / jobs))
                .put("CPU ms/1000 jobs: PostgreSQL", used.postgres() * 1_000_000 / jobs)
                .put("CPU ms/1000 jobs: servers", used.servers() * 1_000_000 / jobs)
                .put("CPU ms/1000 jobs: workers", used.workers() * 1_000_000 / jobs)
                .put("CPU ms/1000 jobs: driver", used.driver() * 1_000_000 / jobs)
                .put("transactions/job", (double) used.transactions() / jobs)
                .put("statements/job", (double) used.statements() / jobs)
                .put("WAL bytes/job", (double) used.walBytes() / jobs)
                .put("row writes/job", (double) used.rowWrites() / jobs);
    }

    private static void warmUp(Rig rig) {
        long endedBefore = rig.ended();
        WarmUp.of(rig, "single", () -> {
            putAndDrain(rig, JOBS_PER_SECOND);
            return (rig.ended() - endedBefore) + " ended";
        });
    }

    /** @return seconds */
    private static double putAndDrain(Rig rig, int jobs) {
        long endedBefore = rig.ended();
        long begin = System.nanoTime();
        put(rig, jobs);
        if (!Await.until(DRAIN_LIMIT, Duration.ofMillis(5), () -> rig.ended() - endedBefore >= jobs)) {
            throw new LaunchException(
                    "Of " + jobs + " jobs only " + (rig.ended() - endedBefore) + " were done in " + DRAIN_LIMIT);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    static void put(Rig rig, int jobs) {
        String item = new ClosedLoop.Shape("single", Workflows.input(), 1).item();
        Deque<CompletableFuture<Void>> open = new ArrayDeque<>();
        for (int put = 0; put < jobs; put += BATCH) {
            if (open.size() == BATCHES_AT_ONCE) {
                open.removeFirst().join();
            }
            open.addLast(rig.api().start(item, Math.min(BATCH, jobs - put)));
        }
        open.forEach(CompletableFuture::join);
    }
}
