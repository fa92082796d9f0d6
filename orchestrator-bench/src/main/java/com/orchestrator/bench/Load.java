package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.time.Duration;

/**
 * Runs of one workflow, and how they have to end.
 *
 * @param stepsPerRun reports of workers in one run
 * @param endState of every run
 */
record Load(String yaml, ClosedLoop.Shape shape, int stepsPerRun, String endState) {

    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int CALLERS_WARMING = 8;
    private static final double MILLIS_ON_TWO_CORES = 2_000;
    private static final double MILLIS = 1_000;

    String workflow() {
        return shape.workflow();
    }

    /** What runs that have ended meanwhile have cost. */
    void report(Figures figures, Usage used, long ended, double seconds) {
        double steps = (double) ended * stepsPerRun;
        figures.put("runs/s", ended / seconds)
                .put("steps/s", steps / seconds)
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

    /**
     * One run at a time, after the compilers have seen many single requests: under load there are few and large ones.
     *
     * @return how many runs there were
     */
    long alone(Rig rig, int seconds, Figures figures) {
        long ended = 0;
        try (Callers few = new Callers(rig.api(), shape).start(CALLERS_WARMING)) {
            WarmUp.of(rig, workflow() + " singly", () -> few.ended() + " ended");
            few.stop();
            ended += few.ended();
        }
        try (Callers one = new Callers(rig.api(), shape).start(1)) {
            Progress.watch(workflow() + " alone: measuring", seconds, () -> one.ended() + " ended");
            one.stop();
            ended += one.ended();
            figures.put("alone: p50 ms", one.latencies().millis(0.5))
                    .put("alone: p99 ms", one.latencies().millis(0.99));
        }
        return ended;
    }

    /** Nothing lost, nothing stuck: the database says so. */
    void check(Rig rig, long expected) {
        if (!Await.until(END_LIMIT, PAUSE, () -> endedInDatabase(rig) >= expected)) {
            throw new LaunchException("Expected " + expected + " runs of " + workflow() + " to be " + endState
                    + ", but there are " + endedInDatabase(rig));
        }
    }

    long endedInDatabase(Rig rig) {
        return rig.database()
                .number("SELECT count(*) FROM workflow_instances WHERE namespace = 'bench' AND workflow_name = '"
                        + workflow() + "' AND state = '" + endState + "'");
    }
}
