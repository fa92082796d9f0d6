package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Puts workflows of one task into the queue in batches, as fast as the server takes them; then workers drain it. Then the same with
 * as many jobs that keep no history, by the same workers. The limit knows the runs and their pages, not the rows of waiting work.
 */
final class QueueWork implements Work {

    private static final String WORKFLOW = "single";
    private static final int BATCH = 500;
    private static final int BATCHES_AT_ONCE = 4;
    private static final int JOBS_PER_SECOND = 6_000;
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private static final double MICROS = 1_000_000;
    private static final double MICROS_ON_TWO_CORES = 2 * MICROS;

    /** What is put. */
    private enum Kind {
        RUNS(new ClosedLoop.Shape(WORKFLOW, Workflows.input(), 1).item()),
        JOBS("{\"type\":\"" + BenchWorker.LAST + "\",\"history\":\"none\",\"payload\":" + Workflows.input() + "}");

        private final String item;

        Kind(String item) {
            this.item = item;
        }

        CompletableFuture<Void> put(Rig rig, int count) {
            return this == RUNS ? rig.api().start(item, count) : rig.api().put(item, count);
        }
    }

    /** What one half took. */
    private record Half(Usage used, double seconds) {}

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.api().register(Workflows.single());
        rig.hire();
        double limit = limit(rig, Math.max(3, seconds / 2));
        warmUp(rig);
        int jobs = seconds * JOBS_PER_SECOND;
        Figures figures = new Figures();
        double runs = report(figures, "", rig, Kind.RUNS, jobs);
        double withoutHistory = report(figures, "no history: ", rig, Kind.JOBS, jobs);
        return figures.put("limit jobs/s", limit)
                .put("ratio to the limit", figures.get("jobs/s put and drained") / limit)
                .put("jobs without history per CPU: × runs", withoutHistory / runs);
    }

    /** @return how many of them the CPU that they took would do in a second */
    private static double report(Figures figures, String kind, Rig rig, Kind what, int jobs) {
        long endedBefore = rig.ended();
        rig.database().forgetStatements();
        rig.suspendWorkers();
        Half put = measure(rig, () -> put(rig, what, jobs));
        rig.resumeWorkers();
        Half drain = measure(rig, () -> awaitEnded(rig, endedBefore + jobs));
        System.err.println(rig.database().costliestStatements());
        return report(figures, kind, put, drain, jobs);
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

    private static double report(Figures figures, String kind, Half put, Half drain, int jobs) {
        double bound = MICROS_ON_TWO_CORES / ((put.used().cpu() + drain.used().cpu()) * MICROS / jobs);
        figures.put(kind + "jobs/s put", jobs / put.seconds())
                .put(kind + "jobs/s drained", jobs / drain.seconds())
                .put(kind + "jobs/s put and drained", jobs / (put.seconds() + drain.seconds()))
                .put(
                        kind + "CPU-bound jobs/s drained",
                        MICROS_ON_TWO_CORES / (drain.used().cpu() * MICROS / jobs))
                .put(kind + "CPU-bound jobs/s put and drained", bound);
        costs(figures, kind + "put", put.used(), jobs);
        costs(figures, kind + "drain", drain.used(), jobs);
        return bound;
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
            put(rig, Kind.RUNS, JOBS_PER_SECOND);
            put(rig, Kind.JOBS, JOBS_PER_SECOND);
            awaitEnded(rig, before + 2L * JOBS_PER_SECOND);
            return (rig.ended() - endedBefore) + " ended";
        });
    }

    /** @param jobs since the workers began */
    private static void awaitEnded(Rig rig, long jobs) {
        if (!Await.until(DRAIN_LIMIT, Duration.ofMillis(5), () -> rig.ended() >= jobs)) {
            throw new LaunchException(rig.ended() + " jobs were done in " + DRAIN_LIMIT + " instead of " + jobs);
        }
    }

    /** Runs of one task. */
    static void put(Rig rig, int jobs) {
        put(rig, Kind.RUNS, jobs);
    }

    private static void put(Rig rig, Kind what, int jobs) {
        Deque<CompletableFuture<Void>> open = new ArrayDeque<>();
        for (int put = 0; put < jobs; put += BATCH) {
            if (open.size() == BATCHES_AT_ONCE) {
                open.removeFirst().join();
            }
            open.addLast(what.put(rig, Math.min(BATCH, jobs - put)));
        }
        open.forEach(CompletableFuture::join);
    }
}
