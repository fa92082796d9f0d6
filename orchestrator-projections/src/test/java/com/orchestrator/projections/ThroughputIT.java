package com.orchestrator.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * How fast a projection counts. 50,000 events here, to see that it counts right; {@code -Dprojections.events=1000000} measures, and says
 * the rate of each tenth.
 */
class ThroughputIT {

    private static final int EVENTS = Integer.getInteger("projections.events", 50_000);
    private static final int TENTHS = 10;

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
            for (int tenth = 0; tenth < TENTHS; tenth++) {
                world.execute("INSERT INTO events (context, aggregate_type, aggregate_id, type, payload, version)"
                        + " SELECT 'c', 't', 'a' || i % 1000, 'Happened', '{\"amount\":' || i || '}', i"
                        + " FROM generate_series(1, " + EVENTS / TENTHS + ") i");
            }
            world.execute("ANALYZE events");
            assertThat(planOfAPage(world)).contains("Index Scan").doesNotContain("Sort");
            Projections projections =
                    world.projections().projection(new Counter()).batch(5000).build();
            World.during(projections, worker -> {
                long before = System.nanoTime();
                for (int tenth = 1; tenth <= TENTHS; tenth++) {
                    long events = (long) EVENTS / TENTHS * tenth;
                    await().pollInterval(Duration.ofMillis(5))
                            .atMost(Duration.ofMinutes(10))
                            .until(() -> Long.parseLong(world.one("SELECT events FROM counted")) >= events);
                    long now = System.nanoTime();
                    say(events, now - before);
                    before = now;
                }
                await().untilAsserted(() -> assertThat(
                                projections.desk().get("counter").lag().events())
                        .isZero());
            });
            assertThat(world.one("SELECT events FROM counted")).isEqualTo(Integer.toString(EVENTS / TENTHS * TENTHS));
        }
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

    private static void say(long events, long nanos) {
        System.getLogger(ThroughputIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        events + " events, of late " + EVENTS / TENTHS * 1_000_000_000L / nanos + " a second");
    }
}
