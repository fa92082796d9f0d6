package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.time.Duration;

/**
 * A workflow under constant load, then alone; afterwards every run that was started must have ended as it should.
 *
 * @param inFlight runs that are open at the same time
 */
record LoopWork(Load load, int inFlight) implements Work {

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.hire();
        rig.api().register(load.yaml());
        long before = load.endedInDatabase(rig);
        Figures figures = new Figures();
        long started = saturate(rig, seconds, figures) + load.alone(rig, Math.max(3, seconds / 3), figures);
        load.check(rig, before + started);
        figures.put("MiB resident: servers", rig.residentMemory());
        figures.put("limit runs/s", LimitRun.of(rig.database(), load.workflow(), inFlight, Math.max(3, seconds / 2)));
        figures.put("ratio to the limit", figures.get("runs/s") / figures.get("limit runs/s"));
        Latencies least = LimitRun.alone(rig.database(), load.workflow(), Math.max(3, seconds / 6));
        return figures.put("limit alone: p50 ms", least.millis(0.5)).put("limit alone: p99 ms", least.millis(0.99));
    }

    private long saturate(Rig rig, int seconds, Figures figures) {
        try (ClosedLoop loop = new ClosedLoop(rig, load.shape(), inFlight).start()) {
            WarmUp.of(rig, load.workflow(), () -> loop.ended() + " ended");
            loop.forgetLatencies();
            rig.database().forgetStatements();
            Usage before = rig.usage();
            long begin = System.nanoTime();
            long endedBefore = loop.ended();
            Progress.watch(load.workflow() + ": measuring", seconds, () -> (loop.ended() - endedBefore) + " ended");
            long ended = loop.ended() - endedBefore;
            double time = (System.nanoTime() - begin) / 1e9;
            load.report(figures, rig.usage().minus(before), ended, time);
            System.err.println(rig.database().costliestStatements());
            figures.put("p50 ms", loop.latencies().millis(0.5))
                    .put("p99 ms", loop.latencies().millis(0.99));
            loop.stop();
            drain(loop);
            return loop.started();
        }
    }

    private static void drain(ClosedLoop loop) {
        boolean drained = Await.until(DRAIN_LIMIT, Duration.ofMillis(50), () -> loop.ended() >= loop.started());
        if (!drained) {
            throw new LaunchException(
                    "Of " + loop.started() + " runs only " + loop.ended() + " ended within " + DRAIN_LIMIT);
        }
    }
}
