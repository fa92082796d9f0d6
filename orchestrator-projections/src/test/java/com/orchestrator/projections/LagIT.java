package com.orchestrator.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What the desk says of how far a projection is behind, beside what a count by SQL says at the same moment. */
class LagIT {

    private static final Duration LOOKED_AT = Duration.ofSeconds(4);
    private static final double SECONDS_STALE_MAX = 1;
    private static final int BATCH = 20;
    private static final double SECONDS_BETWEEN_LOOKS = 0.1;
    private final CountDownLatch never = new CountDownLatch(1);

    /** Cannot keep up with those who write at once, and catches up in between. */
    private final class Slow extends Counting {

        Slow() {
            super("slow", 1);
        }

        @Override
        public void handle(EventBatch batch, Connection connection) throws SQLException {
            super.handle(batch, connection);
            try {
                boolean ignored = never.await(50, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    record Sample(double at, double events, double told, double seconds, double toldSeconds) {

        /** When the first event was recorded that is to come: a lag in seconds grows while nothing is done. */
        double since() {
            return at - seconds;
        }

        double toldSince() {
            return at - toldSeconds;
        }
    }

    @Test
    void lag_isTrueWithinASecond() throws Exception {
        try (World world = World.postgres()) {
            Projections projections =
                    world.projections().projection(new Slow()).batch(BATCH).build();
            List<Sample> samples = new ArrayList<>();
            World.during(
                    projections,
                    worker -> Writers.during(world, 4, 5, () -> {
                        long began = System.nanoTime();
                        while (System.nanoTime() - began < LOOKED_AT.toNanos()) {
                            sample(world, projections, began).ifPresent(samples::add);
                            boolean ignored = never.await(20, TimeUnit.MILLISECONDS);
                        }
                    }));
            assertThat(samples).hasSizeGreaterThan(50);
            assertThat(samples.stream().mapToDouble(Sample::events).max().orElseThrow())
                    .as("it was behind")
                    .isGreaterThan(100);
            judge("events", samples, Sample::events, Sample::told, BATCH);
            List<Sample> behind =
                    samples.stream().filter(sample -> sample.toldSeconds() > 0).toList();
            judge("seconds", behind, Sample::since, Sample::toldSince, SECONDS_BETWEEN_LOOKS);
        }
    }

    private static Optional<Sample> sample(World world, Projections projections, long began) throws SQLException {
        List<String> truth = world.query("SELECT count(*) || ' ' || coalesce(extract(epoch FROM clock_timestamp()"
                + " - min(recorded_at)), 0) FROM events, orchestrator.projection_shards s WHERE s.live = 1 AND"
                + " (events.position, events.id) > (coalesce(split_part(s.position, '.', 1)::bigint, -1),"
                + " coalesce(split_part(s.position, '.', 2)::bigint, -1))");
        if (projections.desk().shards().isEmpty()) {
            return Optional.empty();
        }
        EventSource.Lag told = projections.desk().get("slow").lag();
        String[] numbers = truth.get(0).split(" ", -1);
        return Optional.of(new Sample(
                (System.nanoTime() - began) / 1e9,
                Double.parseDouble(numbers[0]),
                told.events(),
                Double.parseDouble(numbers[1]),
                told.seconds() == null ? 0 : told.seconds()));
    }

    /**
     * Each time what is told was so, at some moment of the second before.
     *
     * @param between how much the truth may have gone up and down from one look to the next
     */
    private static void judge(
            String what,
            List<Sample> samples,
            ToDoubleFunction<Sample> truth,
            ToDoubleFunction<Sample> told,
            double between) {
        double stalest = 0;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            if (sample.at() >= SECONDS_STALE_MAX) {
                // A batch may end between the two questions of a look: then the next look is the first to know of it.
                List<Sample> until = samples.subList(0, Math.min(samples.size(), i + 2));
                double stale = sample.at() - lastTrue(until, truth, told.applyAsDouble(sample), between);
                assertThat(stale)
                        .as("%s of %s: how long ago that was so", what, sample)
                        .isLessThan(SECONDS_STALE_MAX + 0.1);
                stalest = Math.max(stalest, stale);
            }
        }
        System.getLogger(LagIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "lag in " + what + ", " + samples.size() + " looks: at most " + Math.round(stalest * 1000)
                                + " ms old");
    }

    /** When the truth last went through that value. */
    private static double lastTrue(List<Sample> samples, ToDoubleFunction<Sample> truth, double value, double between) {
        double least = Double.MAX_VALUE;
        double most = -1;
        for (int i = samples.size() - 1; i >= 0; i--) {
            least = Math.min(least, truth.applyAsDouble(samples.get(i)));
            most = Math.max(most, truth.applyAsDouble(samples.get(i)));
            if (least <= value + between && value <= most + between) {
                return samples.get(i).at();
            }
        }
        return -1;
    }
}
