package com.orchestrator.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * How fast a projection counts, and what that costs PostgreSQL. 50,000 events here, to see that it counts right; {@code
 * -Dprojections.events=10000000} measures, says what it came to from one power of ten to the next, and holds what an event costs to be
 * the same all along.
 */
class ThroughputIT {

    private static final int EVENTS = Integer.getInteger("projections.events", 50_000);
    private static final int PIECES = 10;
    private static final int FIRST_MARK = 10_000;
    /** Below that a tick of the clock is too much of it. */
    private static final int MEASURED_MIN = 1_000_000;

    private static final class Counter implements Projection {
        @Override
        public String name() {
            return "counter";
        }

        @Override
        public void handle(EventBatch batch, Connection connection) throws SQLException {
            try (PreparedStatement update = connection.prepareStatement("UPDATE counted SET events = events + ?")) {
                update.setInt(1, batch.size());
                update.executeUpdate();
            }
        }
    }

    @Test
    void countsAllThereIs() throws Exception {
        try (World world = World.postgres()) {
            world.execute("CREATE TABLE counted (events bigint NOT NULL)");
            world.execute("INSERT INTO counted VALUES (0)");
            for (int piece = 0; piece < PIECES; piece++) {
                world.execute("INSERT INTO events (context, aggregate_type, aggregate_id, type, payload, version)"
                        + " SELECT 'c', 't', 'a' || i % 1000, 'Happened', '{\"amount\":' || i || '}', i"
                        + " FROM generate_series(1, " + EVENTS / PIECES + ") i");
            }
            world.execute("ANALYZE events");
            assertThat(planOfAPage(world)).contains("Index Scan").doesNotContain("Sort");
            Projections projections =
                    world.projections().projection(new Counter()).batch(5000).build();
            List<Double> costs = new ArrayList<>();
            World.during(projections, worker -> {
                Mark before = mark(world);
                for (long events : marks()) {
                    await().pollInterval(Duration.ofMillis(5))
                            .atMost(Duration.ofMinutes(10))
                            .until(() -> counted(world) >= events);
                    Mark now = mark(world);
                    costs.add(say(before, now));
                    before = now;
                }
                await().untilAsserted(() -> assertThat(
                                projections.desk().get("counter").lag().events())
                        .isZero());
            });
            assertThat(counted(world)).isEqualTo(EVENTS);
            if (EVENTS >= MEASURED_MIN && !costs.get(0).isNaN()) {
                assertThat(costs.get(costs.size() - 1))
                        .as("microseconds of PostgreSQL for an event, at the end and after the first ten thousand")
                        .isLessThan(1.5 * costs.get(1));
            }
        }
    }

    private static long counted(World world) {
        return Long.parseLong(world.one("SELECT events FROM counted"));
    }

    /** Powers of ten, and the end. */
    private static List<Long> marks() {
        return LongStream.concat(
                        LongStream.iterate(FIRST_MARK, mark -> mark < EVENTS, mark -> mark * 10), LongStream.of(EVENTS))
                .boxed()
                .toList();
    }

    record Mark(long events, long nanos, double cpuSeconds) {}

    private static Mark mark(World world) throws IOException {
        return new Mark(counted(world), System.nanoTime(), ServerCpu.seconds(world));
    }

    /** What a page costs must not grow with what is behind it. */
    private static String planOfAPage(World world) throws SQLException {
        var all = new EventSource.Interest(Set.of(), Set.of());
        var sql = new EventTableSql(EventTable.of(world.database(), "events"));
        try (Connection connection = world.database().getConnection();
                PreparedStatement explain = connection.prepareStatement("EXPLAIN " + sql.page(all))) {
            explain.setInt(sql.bindPlace(explain, 1, EventPlace.of(null)), 1000);
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }

    /** Microseconds of PostgreSQL's CPU for an event. */
    private static double say(Mark from, Mark to) {
        long events = to.events() - from.events();
        double micros = (to.cpuSeconds() - from.cpuSeconds()) * 1e6 / events;
        System.getLogger(ThroughputIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "from " + from.events() + " to " + to.events() + " events: "
                                + events * 1_000_000_000L / (to.nanos() - from.nanos()) + " a second, "
                                + Math.round(micros * 100) / 100.0 + " microseconds of PostgreSQL for each");
        return micros;
    }
}
