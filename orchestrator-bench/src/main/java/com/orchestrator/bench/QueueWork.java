package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Puts many workflows of one task into the queue while nobody works, then lets the workers drain it. */
final class QueueWork implements Work {

    private static final int BATCH = 500;
    private static final int BATCHES_AT_ONCE = 4;
    private static final int JOBS_PER_SECOND = 6_000;
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.dismiss();
        rig.api().register(Workflows.single());
        int jobs = seconds * JOBS_PER_SECOND;
        Usage before = rig.usage();
        double putTime = put(rig, jobs);
        rig.hire();
        long begin = System.nanoTime();
        if (!Await.until(DRAIN_LIMIT, Duration.ofMillis(20), () -> rig.ended() >= jobs)) {
            throw new LaunchException("Of " + jobs + " jobs only " + rig.ended() + " were done in " + DRAIN_LIMIT);
        }
        double drainTime = (System.nanoTime() - begin) / 1e9;
        Usage used = rig.usage().minus(before);
        return new Figures()
                .put("jobs/s drained", jobs / drainTime)
                .put("jobs/s put", jobs / putTime)
                .put("CPU-bound jobs/s, put and drain", 2_000 / (used.cpu() * 1_000 / jobs))
                .put("CPU ms/job", used.cpu() * 1_000 / jobs)
                .put("transactions/job", (double) used.transactions() / jobs)
                .put("statements/job", (double) used.statements() / jobs)
                .put("WAL bytes/job", (double) used.walBytes() / jobs);
    }

    static double put(Rig rig, int jobs) {
        String item = new ClosedLoop.Shape("single", Workflows.input(), 1).item();
        long begin = System.nanoTime();
        Deque<CompletableFuture<Void>> open = new ArrayDeque<>();
        for (int put = 0; put < jobs; put += BATCH) {
            if (open.size() == BATCHES_AT_ONCE) {
                open.removeFirst().join();
            }
            open.addLast(rig.api().start(item, Math.min(BATCH, jobs - put)));
        }
        open.forEach(CompletableFuture::join);
        return (System.nanoTime() - begin) / 1e9;
    }
}
