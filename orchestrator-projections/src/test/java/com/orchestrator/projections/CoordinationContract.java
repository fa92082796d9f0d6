package com.orchestrator.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.WorkerState;
import com.orchestrator.projections.worker.Running;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers owe each other on every database. */
abstract class CoordinationContract {

    private World world;

    abstract World open() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        world = open();
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void append(int events) {
        for (int i = 0; i < events; i++) {
            world.append("c", "t", "a" + i % 25, "{}");
        }
    }

    private void awaitOnce(String projection) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(world.one(
                                "SELECT count(DISTINCT event_id) FROM seen WHERE projection = '" + projection + "'"))
                        .isEqualTo(world.one("SELECT count(*) FROM events")));
        assertThat(world.one("SELECT count(*) FROM seen WHERE projection = '" + projection + "'"))
                .as("none twice")
                .isEqualTo(world.one("SELECT count(*) FROM events"));
        assertThat(world.query("SELECT one.event_id FROM seen one JOIN seen two ON one.shard = two.shard AND"
                        + " one.projection = two.projection WHERE one.seq < two.seq AND one.event_id > two.event_id"))
                .as("out of order")
                .isEmpty();
    }

    @Test
    void whoeverIsKilled_eachEventCountsOnce() throws Exception {
        Process killed = WorkerProcess.start(world, 1);
        Projections other = WorkerProcess.like(world.projections()).build();
        World.during(other, survivor -> {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> other.desk().shards().stream()
                                    .map(Shard::owner)
                                    .filter(Objects::nonNull)
                                    .distinct()
                                    .count()
                            == 2);
            append(60);
            killed.destroyForcibly().waitFor();
            append(60);
            awaitOnce(WorkerProcess.NAME);
        });
    }

    @Test
    void aNewGeneration_comesWhenTheOldOneHasStopped() throws Exception {
        append(30);
        Running old =
                world.projections().projection(new Counting("all", 3)).build().start();
        awaitOnce("all");
        Projections next = world.projections()
                .projection(new Counting("all", 3))
                .generation(2)
                .build();
        World.during(next, fresh -> {
            assertThat(old.awaitStop(Duration.ofSeconds(20))).isTrue();
            append(30);
            awaitOnce("all");
            assertThat(next.desk().shards()).extracting(Shard::generation).containsOnly(2L);
        });
        assertThat(next.desk().workers()).extracting(one -> one.state()).contains(WorkerState.STOPPED);
    }

    @Test
    void shards_areHandedOver() throws Exception {
        Projections projections = world.projections()
                .projection(new Counting("all", 4))
                .strategy(Strategy.ROLLING)
                .build();
        World.during(projections, first -> {
            append(20);
            awaitOnce("all");
            World.during(projections, second -> {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> projections.desk().shards().stream()
                                        .filter(shard -> second.workerId().equals(shard.owner()))
                                        .count()
                                == 2);
                append(20);
                awaitOnce("all");
            });
        });
    }

    @Test
    void aPoisonEvent_isPutAside() throws Exception {
        append(10);
        Projection refusing = new Counting("refusing", 1) {
            @Override
            public void handle(EventBatch batch, Connection connection) throws SQLException {
                super.handle(batch, connection);
                if (batch.events().stream().anyMatch(event -> event.id().equals("4"))) {
                    throw new IllegalStateException("cannot");
                }
            }
        };
        Projections projections = world.projections().projection(refusing).build();
        World.during(projections, worker -> {
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            projections.desk().shards().stream().anyMatch(shard -> "4".equals(shard.failedEvent())));
            assertThat(world.one("SELECT count(*) FROM seen")).isEqualTo("3");
            projections.desk().skip("refusing", "4", "wrong");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(world.one("SELECT count(*) FROM seen")).isEqualTo("9"));
            assertThat(projections.desk().deadLetters("refusing")).hasSize(1);
        });
    }

    @Test
    void aReadModel_isMadeAnew() throws Exception {
        world.execute("CREATE TABLE built (build INT NOT NULL, event_id BIGINT NOT NULL)");
        world.execute("CREATE TABLE built_live (build INT NOT NULL)");
        world.execute("INSERT INTO built_live VALUES (1)");
        append(30);
        Projections projections = world.projections().projection(new Built()).build();
        World.during(projections, worker -> {
            awaitBuilt();
            projections.desk().rebuild("built");
            append(30);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> world.one("SELECT build FROM built_live").equals("2"));
            append(1);
            awaitBuilt();
            assertThat(projections.desk().get("built").rebuild()).isNull();
            assertThat(world.one("SELECT count(*) FROM built WHERE build = 1")).isEqualTo("0");
        });
    }

    private void awaitBuilt() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                world.one("SELECT count(*) FROM built WHERE build = (SELECT build FROM built_live)"))
                        .isEqualTo(world.one("SELECT count(*) FROM events")));
    }

    /** Keeps builds side by side in one table; a row says which one is read, so that no swap changes a table. */
    private static final class Built implements Rebuildable {

        @Override
        public String name() {
            return "built";
        }

        @Override
        public int shards() {
            return 2;
        }

        @Override
        public void prepare(Connection connection, int build) throws SQLException {
            change(connection, "DELETE FROM built WHERE build = ?", build);
        }

        @Override
        public void swap(Connection connection, int build, int before) throws SQLException {
            change(connection, "UPDATE built_live SET build = ?", build);
            change(connection, "DELETE FROM built WHERE build = ?", before);
        }

        private static void change(Connection connection, String sql, int build) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setInt(1, build);
                statement.executeUpdate();
            }
        }

        @Override
        public void handle(EventBatch batch, Connection connection) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO built VALUES (?, ?)")) {
                for (Event event : batch) {
                    insert.setInt(1, batch.build());
                    insert.setLong(2, Long.parseLong(event.id()));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }
}
