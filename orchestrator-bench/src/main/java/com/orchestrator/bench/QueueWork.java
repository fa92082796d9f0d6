package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Puts workflows of one task into the queue in batches, as fast as the server takes them; then workers drain it. The limit knows
 * the runs and their pages, not the rows of waiting work.
 */
final class QueueWork implements Work {

    private static final String WORKFLOW = "single";
    private static final int BATCH = 500;
    private static final int BATCHES_AT_ONCE = 4;
    private static final int JOBS_PER_SECOND = 6_000;
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private static final double MICROS = 1_000_000;
    private static final double MICROS_ON_TWO_CORES = 2 * MICROS;

    /** What one half took. */
    private record Half(Usage used, double seconds) {}

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.api().register(Workflows.single());
        rig.hire();
        double limit = limit(rig, Math.max(3, seconds / 2));
        warmUp(rig);
        int jobs = seconds * JOBS_PER_SECOND;
        long endedBefore = rig.ended();
        rig.database().forgetStatements();
        rig.suspendWorkers();
        Half put = measure(rig, () -> put(rig, jobs));
        rig.resumeWorkers();
        Half drain = measure(rig, () -> awaitEnded(rig, endedBefore + jobs));
        System.err.println(rig.database().costliestStatements());
        return report(put, drain, jobs, limit);
    }

    /** Of one job that is done first; long before anything is measured, since its connections cost CPU too. */
    private static double limit(Rig rig, int seconds) {
        rig.api().startAndWait(WORKFLOW, Workflows.input()).join();
        return LimitRun.of(rig.database(), WORKFLOW, 2 * BATCH, seconds);
    }

    private static Half measure(Rig rig, Runnable half) {
        Usage before = rig.usage();
        long begin = System.nanoTime();
        half.run();
        return new Half(rig.usage().minus(before), (System.nanoTime() - begin) / 1e9);
    }

    /** @param limit in jobs a second */
    private static Figures report(Half put, Half drain, int jobs, double limit) {
        double cpuMicros = (put.used().cpu() + drain.used().cpu()) * MICROS / jobs;
        Figures figures = new Figures()
                .put("jobs/s put", jobs / put.seconds())
                .put("jobs/s drained", jobs / drain.seconds())
                .put(
                        "CPU-bound jobs/s drained",
                        MICROS_ON_TWO_CORES / (drain.used().cpu() * MICROS / jobs))
                .put("CPU-bound jobs/s put and drained", MICROS_ON_TWO_CORES / cpuMicros);
        costs(figures, "put", put.used(), jobs);
        costs(figures, "drain", drain.used(), jobs);
        double both = jobs / (put.seconds() + drain.seconds());
        return figures.put("limit jobs/s", limit).put("ratio to the limit", both / limit);
    }

    private static void costs(Figures figures, String half, Usage used, double jobs) {
        figures.put(half + ": CPU µs/job: PostgreSQL", used.postgres() * MICROS / jobs)
                .put(half + ": CPU µs/job: servers", used.servers() * MICROS / jobs)
                .put(half + ": CPU µs/job: workers", used.workers() * MICROS / jobs)
                .put(half + ": CPU µs/job: driver", used.driver() * MICROS / jobs)
                .put(half + ": transactions/job", used.transactions() / jobs)
                .put(half + ": statements/job", used.statements() / jobs)
                .put(half + ": WAL bytes/job", used.walBytes() / jobs)
                .put(half + ": row writes/job", used.rowWrites() / jobs);
    }

    private static void warmUp(Rig rig) {
        long endedBefore = rig.ended();
        WarmUp.of(rig, WORKFLOW, () -> {
            long before = rig.ended();
            put(rig, JOBS_PER_SECOND);
            awaitEnded(rig, before + JOBS_PER_SECOND);
            return (rig.ended() - endedBefore) + " ended";
        });
    }

    /** @param jobs since the workers began */
    private static void awaitEnded(Rig rig, long jobs) {
        if (!Await.until(DRAIN_LIMIT, Duration.ofMillis(5), () -> rig.ended() >= jobs)) {
            throw new LaunchException(rig.ended() + " jobs were done in " + DRAIN_LIMIT + " instead of " + jobs);
        }
    }

    static void put(Rig rig, int jobs) {
        String item = new ClosedLoop.Shape(WORKFLOW, Workflows.input(), 1).item();
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
