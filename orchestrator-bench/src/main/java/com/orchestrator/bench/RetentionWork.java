package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.time.Duration;
import java.util.Locale;

/**
 * Chains under constant load: before 200,000 old runs are deleted beside them, while they are, and after. Then as many old runs once more,
 * which have to find the room that the first ones have left.
 */
final class RetentionWork implements Work {

    private static final int OLD = 200_000;
    private static final int DELETED_SECONDS_MAX = 300;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    private static final double MEGABYTE = 1 << 20;

    /** Copies of one run that has completed, in another namespace and long ago. */
    private static final String PLANT = """
        WITH sample AS (
            SELECT instance_id FROM workflow_instances
            WHERE namespace = 'bench' AND workflow_name = 'chain' AND state = 'COMPLETED' LIMIT 1),
        old AS (
            SELECT n, (lpad(to_hex(%1$d), 8, '0') || lpad(to_hex(n), 8, '0') || '80000000ff000000')::uuid AS id
            FROM generate_series(1, %2$d) AS n),
        runs AS (
            INSERT INTO workflow_instances (instance_id, namespace, workflow_name, revision, run_id, state, priority,
                output_sequence, created_at, started_at, ended_at)
            SELECT old.id, 'aged', 'chain', i.revision, 'old-' || old.n, i.state, i.priority, i.output_sequence,
                i.created_at - INTERVAL '1 year', i.started_at - INTERVAL '1 year', i.ended_at - INTERVAL '1 year'
            FROM old, sample JOIN workflow_instances i USING (instance_id))
        INSERT INTO events (workflow_instance_id, sequence_number, last_sequence_number, at, data, payload)
        SELECT old.id, e.sequence_number, e.last_sequence_number, e.at, e.data, e.payload
        FROM old, sample JOIN events e ON e.workflow_instance_id = sample.instance_id
        """;

    private static final String LEFT = "SELECT count(*) FROM workflow_instances WHERE namespace = 'aged'";
    private static final String SIZE = "SELECT pg_total_relation_size('events')";

    private final ClosedLoop.Shape shape;
    private final int inFlight;

    RetentionWork(ClosedLoop.Shape shape, int inFlight) {
        this.shape = shape;
        this.inFlight = inFlight;
    }

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.hire();
        rig.api().register(Workflows.chain());
        Figures figures = new Figures();
        try (ClosedLoop loop = new ClosedLoop(rig, shape, inFlight).start()) {
            WarmUp.of(rig, shape.workflow(), () -> loop.ended() + " ended");
            plant(rig, 1);
            double before = rate(loop, "without", seconds);
            keep(rig, "0s");
            long begin = System.nanoTime();
            double beside = rate(loop, "while old runs go", seconds);
            double deletedThen = OLD - rig.database().number(LEFT);
            double time = seconds(begin);
            awaitGone(rig);
            double after = rate(loop, "afterwards", seconds);
            figures.put("runs/s before", before)
                    .put("runs/s while old runs go", beside)
                    .put("runs/s afterwards", after)
                    .put("ratio", beside / ((before + after) / 2))
                    .put("deleted/s beside", deletedThen / time);
            loop.stop();
            drain(loop);
        }
        return sizes(rig, figures);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double rate(ClosedLoop loop, String when, int seconds) {
        long before = loop.ended();
        long begin = System.nanoTime();
        Progress.watch(when, seconds, () -> (loop.ended() - before) + " ended");
        return (loop.ended() - before) / seconds(begin);
    }

    /** Nothing else is written meanwhile. What autovacuum does within a minute is done at once. */
    private static Figures sizes(Rig rig, Figures figures) {
        rig.database().execute("VACUUM events");
        double first = rig.database().number(SIZE) / MEGABYTE;
        keep(rig, "3650d");
        plant(rig, 2);
        double second = rig.database().number(SIZE) / MEGABYTE;
        keep(rig, "0s");
        long begin = System.nanoTime();
        awaitGone(rig);
        return figures.put("deleted/s alone", OLD / seconds(begin))
                .put("events MB after the first", first)
                .put("events MB with the second in it", second);
    }

    private static void plant(Rig rig, int round) {
        System.err.println("Planting " + OLD + " old runs");
        rig.database().execute(String.format(Locale.ROOT, PLANT, round, OLD));
        rig.database().execute("VACUUM (ANALYZE) workflow_instances");
    }

    private static void keep(Rig rig, String completed) {
        rig.api().keep("aged", "{\"completed\":\"" + completed + "\",\"reason\":\"bench\"}");
    }

    private static void awaitGone(Rig rig) {
        Progress.watchUntil(
                "deleting",
                1,
                DELETED_SECONDS_MAX,
                () -> rig.database().number(LEFT) == 0,
                () -> rig.database().number(LEFT) + " left");
        if (rig.database().number(LEFT) > 0) {
            throw new LaunchException("After " + DELETED_SECONDS_MAX + " s old runs are left");
        }
    }

    private static void drain(ClosedLoop loop) {
        if (!Await.until(DRAIN_LIMIT, Duration.ofMillis(50), () -> loop.ended() >= loop.started())) {
            throw new LaunchException("Of " + loop.started() + " runs only " + loop.ended() + " ended");
        }
    }
}
