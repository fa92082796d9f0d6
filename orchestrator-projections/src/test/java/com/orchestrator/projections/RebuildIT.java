package com.orchestrator.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.orchestrator.projections.desk.Desk;
import com.orchestrator.projections.desk.ProjectionState;
import com.orchestrator.projections.desk.RebuildView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A read model that is made anew while events come and readers read. */
class RebuildIT {

    private static final int SHARDS = 2;

    /** Keeps each build in a table of its own; readers read the view. */
    private static class Listing implements Rebuildable {

        @Override
        public String name() {
            return "listing";
        }

        @Override
        public int shards() {
            return SHARDS;
        }

        @Override
        public void prepare(Connection connection, int build) throws SQLException {
            execute(connection, "CREATE TABLE listing_" + build + " (event_id bigint NOT NULL)");
        }

        @Override
        public void swap(Connection connection, int build, int before) throws SQLException {
            execute(
                    connection,
                    "CREATE OR REPLACE VIEW listing AS SELECT event_id, " + build + " AS build FROM listing_" + build);
            execute(connection, "DROP TABLE listing_" + before);
        }

        @Override
        public void handle(EventBatch batch, Connection connection) throws SQLException {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO listing_" + batch.build() + " VALUES (?)")) {
                for (Event event : batch) {
                    insert.setLong(1, Long.parseLong(event.id()));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }

        @Override
        public void discard(Connection connection, int build) throws SQLException {
            execute(connection, "DROP TABLE IF EXISTS listing_" + build);
        }

        private static void execute(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void theNewBuild_takesThePlaceOfTheOld_underLoad() throws Exception {
        try (World world = World.postgres()) {
            world.execute("CREATE TABLE listing_1 (event_id bigint NOT NULL)");
            world.execute("CREATE VIEW listing AS SELECT event_id, 1 AS build FROM listing_1");
            Projections projections =
                    world.projections().projection(new Listing()).build();
            assertThatThrownBy(() -> projections.desk().rebuild("listing")).hasMessageContaining("has ever run");
            World.during(projections, worker -> {
                Writers.during(world, 3, 7, () -> {
                    await().until(() ->
                            !world.one("SELECT count(*) FROM listing").equals("0"));
                    projections.desk().rebuild("listing");
                    assertThatThrownBy(() -> projections.desk().rebuild("listing"))
                            .hasMessageContaining("is being made anew already");
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> projections.desk().shards().stream()
                                    .allMatch(shard -> shard.live() && shard.build() == 2));
                });
                awaitAll(world);
            });
            assertThat(projections.desk().shards()).hasSize(SHARDS);
            assertThat(world.query("SELECT DISTINCT build FROM listing")).containsExactly("2");
            assertThat(world.query("SELECT to_regclass('listing_1')")).containsOnlyNulls();
        }
    }

    @Test
    void whatIsGivenUp_leavesNothing_andCanBeBegunAgain() throws Exception {
        try (World world = World.postgres()) {
            world.execute("CREATE TABLE listing_1 (event_id bigint NOT NULL)");
            world.execute("CREATE VIEW listing AS SELECT event_id, 1 AS build FROM listing_1");
            for (int i = 0; i < 10; i++) {
                world.append("c", "t", "a" + i, "{}");
            }
            CountDownLatch goOn = new CountDownLatch(1);
            Projections projections =
                    world.projections().projection(new Slow(goOn)).build();
            Desk desk = projections.desk();
            World.during(projections, worker -> {
                awaitAll(world);
                assertThatThrownBy(() -> desk.giveUpRebuild("listing")).hasMessageContaining("is not being made anew");
                world.execute("CREATE TABLE listing_2 (taken int)");
                desk.rebuild("listing");
                await().untilAsserted(() -> assertThat(desk.get("listing").rebuild())
                        .satisfies(rebuild -> {
                            assertThat(rebuild.state()).isEqualTo(RebuildView.State.REFUSED);
                            assertThat(rebuild.refused()).contains("listing_2", "exists");
                        }));
                world.execute("DROP TABLE listing_2");

                desk.rebuild("listing");
                await().until(() -> desk.shards().size() == 2 * SHARDS);
                assertThat(desk.get("listing").rebuild())
                        .isEqualTo(new RebuildView(RebuildView.State.RUNNING, 2, 0, 10, null));
                await().until(() -> desk.get("listing").state() == ProjectionState.UP_TO_DATE);
                assertThatThrownBy(() -> desk.retry("listing", "1")).hasMessageContaining("is being made anew");
                desk.giveUpRebuild("listing");
                await().until(() -> desk.shards().size() == SHARDS);
                goOn.countDown();
                await().until(() -> desk.get("listing").rebuild() == null);
                assertThat(world.query("SELECT to_regclass('listing_2')")).containsOnlyNulls();
                awaitAll(world);

                desk.rebuild("listing");
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> desk.shards().size() == SHARDS
                                && desk.shards().stream().allMatch(shard -> shard.build() == 2));
                awaitAll(world);
            });
        }
    }

    /** Does not get on with the second build before it may. */
    private static final class Slow extends Listing {

        private final CountDownLatch goOn;

        Slow(CountDownLatch goOn) {
            this.goOn = goOn;
        }

        @Override
        public void handle(EventBatch batch, Connection connection) throws SQLException {
            super.handle(batch, connection);
            if (batch.build() == 2) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static void awaitAll(World world) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(world.one("SELECT count(DISTINCT event_id) FROM listing"))
                        .isEqualTo(world.one("SELECT count(*) FROM events")));
        assertThat(world.one("SELECT count(*) FROM listing"))
                .as("none twice")
                .isEqualTo(world.one("SELECT count(*) FROM events"));
    }
}
