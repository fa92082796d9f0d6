package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.time.Duration;

/** A workflow under constant load, then alone; afterwards every run that was started must have ended as it should. */
final class LoopWork implements Work {

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    private static final double MILLIS_ON_TWO_CORES = 2_000;
    private static final double MILLIS = 1_000;
    private static final int CALLERS_WARMING = 8;

    private final String yaml;
    private final ClosedLoop.Shape shape;
    private final int stepsPerRun;
    private final String endState;
    private final int inFlight;

    /**
     * @param stepsPerRun reports of workers in one run
     * @param endState of every run
     */
    LoopWork(String yaml, ClosedLoop.Shape shape, int stepsPerRun, String endState, int inFlight) {
        this.yaml = yaml;
        this.shape = shape;
        this.stepsPerRun = stepsPerRun;
        this.endState = endState;
        this.inFlight = inFlight;
    }

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.hire();
        rig.api().register(yaml);
        long before = endedInDatabase(rig);
        Figures figures = new Figures();
        long started = saturate(rig, seconds, figures) + alone(rig, Math.max(3, seconds / 3), figures);
        check(rig, before + started);
        figures.put("limit runs/s", LimitRun.of(rig.database(), shape.workflow(), inFlight, Math.max(3, seconds / 2)));
        figures.put("ratio to the limit", figures.get("runs/s") / figures.get("limit runs/s"));
        Latencies least = LimitRun.alone(rig.database(), shape.workflow(), Math.max(3, seconds / 6));
        return figures.put("limit alone: p50 ms", least.millis(0.5)).put("limit alone: p99 ms", least.millis(0.99));
    }

    private long saturate(Rig rig, int seconds, Figures figures) {
        try (ClosedLoop loop = new ClosedLoop(rig, shape, inFlight).start()) {
            WarmUp.of(rig, shape.workflow(), () -> loop.ended() + " ended");
            loop.forgetLatencies();
            rig.database().forgetStatements();
            Usage before = rig.usage();
            long begin = System.nanoTime();
            long endedBefore = loop.ended();
            Progress.watch(shape.workflow() + ": measuring", seconds, () -> (loop.ended() - endedBefore) + " ended");
            long ended = loop.ended() - endedBefore;
            double time = (System.nanoTime() - begin) / 1e9;
            report(figures, rig.usage().minus(before), ended, time);
            System.err.println(rig.database().costliestStatements());
            figures.put("p50 ms", loop.latencies().millis(0.5))
                    .put("p99 ms", loop.latencies().millis(0.99));
            loop.stop();
            drain(loop);
            return loop.started();
        }
    }

    private void report(Figures figures, Usage used, long ended, double time) {
        double steps = (double) ended * stepsPerRun;
        figures.put("runs/s", ended / time)
                .put("steps/s", steps / time)
                .put("CPU-bound runs/s", MILLIS_ON_TWO_CORES / (used.cpu() * MILLIS / ended))
                .put("CPU ms/run: PostgreSQL", used.postgres() * MILLIS / ended)
                .put("CPU ms/run: servers", used.servers() * MILLIS / ended)
                .put("CPU ms/run: workers", used.workers() * MILLIS / ended)
                .put("CPU ms/run: driver", used.driver() * MILLIS / ended)
                .put("transactions/run", (double) used.transactions() / ended)
                .put("statements/run", (double) used.statements() / ended)
                .put("WAL bytes/run", (double) used.walBytes() / ended)
                .put("row writes/run", (double) used.rowWrites() / ended);
    }

    private static void drain(ClosedLoop loop) {
        boolean drained = Await.until(DRAIN_LIMIT, Duration.ofMillis(50), () -> loop.ended() >= loop.started());
        if (!drained) {
            throw new LaunchException(
                    "Of " + loop.started() + " runs only " + loop.ended() + " ended within " + DRAIN_LIMIT);
        }
    }

    /** One run at a time, after the compilers have seen many single requests: under load there are few and large ones. */
    private long alone(Rig rig, int seconds, Figures figures) {
        long ended = 0;
        try (Callers few = new Callers(rig.api(), shape).start(CALLERS_WARMING)) {
            WarmUp.of(rig, shape.workflow() + " singly", () -> few.ended() + " ended");
            few.stop();
            ended += few.ended();
        }
        try (Callers one = new Callers(rig.api(), shape).start(1)) {
            Progress.watch(shape.workflow() + " alone: measuring", seconds, () -> one.ended() + " ended");
            one.stop();
            ended += one.ended();
            figures.put("alone: p50 ms", one.latencies().millis(0.5))
                    .put("alone: p99 ms", one.latencies().millis(0.99));
        }
        return ended;
    }

    /** Nothing lost, nothing stuck: the database says so. */
    private void check(Rig rig, long expected) {
        boolean ended = Await.until(DRAIN_LIMIT, Duration.ofMillis(100), () -> endedInDatabase(rig) >= expected);
        if (!ended) {
            throw new LaunchException("Expected " + expected + " runs of " + shape.workflow() + " to be " + endState
                    + ", but there are " + endedInDatabase(rig));
        }
    }

    private long endedInDatabase(Rig rig) {
        return rig.database()
                .number("SELECT count(*) FROM workflow_instances WHERE namespace = 'bench' AND workflow_name = '"
                        + shape.workflow() + "' AND state = '" + endState + "'");
    }
}
