package com.orchestrator.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.orchestrator.projections.desk.ProjectionState;
import com.orchestrator.projections.store.WorkerState;
import com.orchestrator.projections.tables.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one worker does with events, on PostgreSQL. */
class ProjectionsIT {

    private static World world;

    @BeforeAll
    static void begin() {
        world = World.postgres();
    }

    @AfterAll
    static void end() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.execute(
                "TRUNCATE events, seen, orchestrator.projection_shards, orchestrator.workers, orchestrator.dead_letters");
        world.execute("UPDATE orchestrator.recreate_lock SET generation = 0, phase = 'RUNNING'");
    }

    private static void awaitSeen(String projection, int events) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(seen(projection)).isEqualTo(Integer.toString(events)));
    }

    private static String seen(String projection) {
        return world.one("SELECT count(*) FROM seen WHERE projection = '" + projection + "'");
    }

    @Test
    void eachProjection_isToldOfWhatItAsksFor() throws Exception {
        world.append("Sales", "Order", "o1", "{}");
        world.append("Sales", "Invoice", "i1", "{}");
        world.append("Identity", "Order", "o2", "{}");
        Projections projections = world.projections()
                .projection(Counting.ofOrders("orders"))
                .projection(new Counting("all", 1))
                .build();

        World.during(projections, worker -> {
            awaitSeen("all", 3);
            awaitSeen("orders", 1);
            await().untilAsserted(() -> assertThat(projections.desk().workers())
                    .extracting(one -> one.state())
                    .containsExactly(WorkerState.RUNNING));
            await().untilAsserted(() ->
                    assertThat(projections.desk().get("orders").lag().events()).isZero());
        });
        assertThat(projections.desk().workers()).extracting(one -> one.state()).containsExactly(WorkerState.STOPPED);
        assertThat(projections.desk().get("all").state()).isEqualTo(ProjectionState.UNOWNED);
        assertThat(projections.desk().get("all").reasons().get(0).text())
                .contains("No worker of generation 1 or newer");
        assertThatThrownBy(() -> projections.desk().get("others")).hasMessageContaining("has ever run here");
        assertThatThrownBy(() -> projections.desk().rebuild("all")).hasMessageContaining("has to be Rebuildable");
        assertThat(projections.desk().shards()).extracting(one -> one.owner()).containsOnlyNulls();
    }

    @Test
    void whoeverCommitsLate_isNotSkipped() throws Exception {
        Projections projections =
                world.projections().projection(new Counting("all", 1)).build();
        World.during(projections, worker -> {
            try (Connection late = world.database().getConnection()) {
                late.setAutoCommit(false);
                try (Statement insert = late.createStatement()) {
                    insert.execute(
                            "INSERT INTO events (context, aggregate_type, aggregate_id, version) VALUES ('c', 't', 'late', 1)");
                }
                world.append("c", "t", "early", "{}");
                await().until(() -> !projections.desk().shards().isEmpty());
                await().untilAsserted(() -> assertThat(projections.desk().get("all"))
                        .satisfies(view -> {
                            assertThat(view.state()).isEqualTo(ProjectionState.HELD_UP);
                            assertThat(view.reasons().get(0).text())
                                    .contains("a transaction that has written and is open");
                            assertThat(view.lag().events()).isEqualTo(1);
                            assertThat(view.lag().seconds()).isLessThan(10);
                        }));
                assertThat(seen("all")).isEqualTo("0");

                late.commit();
                awaitSeen("all", 2);
                await().untilAsserted(() ->
                        assertThat(projections.desk().get("all").state()).isEqualTo(ProjectionState.UP_TO_DATE));
                late.setAutoCommit(true);
            }
        });
    }

    @Test
    void aPoisonEvent_stopsItsShardOnly_untilItIsSkipped() throws Exception {
        for (int i = 0; i < 20; i++) {
            world.append("c", "t", "a" + i, i == 7 ? "poison" : "{}");
        }
        String poison = world.one("SELECT id FROM events WHERE payload = 'poison'");
        AtomicBoolean mended = new AtomicBoolean();
        Projection refusing = new Counting("refusing", 4) {
            @Override
            public void handle(EventBatch batch, Connection connection) throws SQLException {
                for (Event event : batch) {
                    if (event.id().equals(poison) && !mended.get()) {
                        throw new IllegalStateException("cannot");
                    }
                }
                super.handle(batch, connection);
            }
        };
        Projections projections = world.projections().projection(refusing).build();

        World.during(projections, worker -> {
            await().untilAsserted(() -> assertThat(projections.desk().shards())
                    .filteredOn(shard -> shard.failures() > 1)
                    .singleElement()
                    .satisfies(shard -> {
                        assertThat(shard.failedEvent()).isEqualTo(poison);
                        assertThat(shard.error()).contains("cannot");
                    }));
            assertThat(projections.desk().get("refusing")).satisfies(view -> {
                assertThat(view.state()).isEqualTo(ProjectionState.FAILING);
                assertThat(view.reasons().get(0).text()).contains(poison, "cannot", "skip the event");
                assertThat(view.reasons().get(0).eventId()).isEqualTo(poison);
            });
            int stuck = Integer.parseInt(world.one("SELECT count(*) FROM seen"));
            assertThat(stuck).isBetween(7, 19);

            assertThatThrownBy(() -> projections.desk().skip("refusing", "4711", "no reason"))
                    .hasMessageContaining("does not stand at the event 4711");
            projections.desk().skip("refusing", poison, "known to be wrong");
            awaitSeen("refusing", 19);
            await().untilAsserted(() -> assertThat(projections.desk().deadLetters("refusing"))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.event().id()).isEqualTo(poison);
                        assertThat(letter.reason()).isEqualTo("known to be wrong");
                        assertThat(letter.error()).contains("cannot");
                    }));

            projections.desk().retry("refusing", poison);
            await().untilAsserted(() -> assertThat(projections.desk().deadLetters("refusing"))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.retries()).isEqualTo(1);
                        assertThat(letter.asked()).isFalse();
                    }));
            mended.set(true);
            projections.desk().retry("refusing", poison);
            awaitSeen("refusing", 20);
            assertThat(projections.desk().get("refusing").deadLetters()).isZero();
            assertThat(projections.desk().get("refusing").events()).isEqualTo(20);
            assertThatThrownBy(() -> projections.desk().retry("refusing", poison))
                    .hasMessageContaining("no dead letter");
        });
    }

    @Test
    void anEventThatCannotBeRead_stopsTheProjection() throws Exception {
        world.execute("INSERT INTO events (context, aggregate_type, version) VALUES ('c', 't', 1)");
        Projections projections =
                world.projections().projection(new Counting("all", 1)).build();
        World.during(projections, worker -> {
            await().untilAsserted(() -> assertThat(projections.desk().shards())
                    .singleElement()
                    .satisfies(shard -> assertThat(shard.error()).contains("cannot be read", "no context")));
        });
    }

    @Test
    void whatIsPaused_goesOnWhereItWas() throws Exception {
        Projections projections =
                world.projections().projection(new Counting("all", 1)).build();
        World.during(projections, worker -> {
            world.append("c", "t", "a", "{}");
            awaitSeen("all", 1);
            projections.desk().pause("all", "the disk is full");
            assertThat(projections.desk().get("all").reasons().get(0).text())
                    .isEqualTo("It is paused: the disk is full");
            world.append("c", "t", "a", "{}");
            await().untilAsserted(() ->
                    assertThat(projections.desk().get("all").lag().events()).isEqualTo(1));
            await().during(Duration.ofMillis(200)).until(() -> seen("all").equals("1"));
            projections.desk().resume("all");
            awaitSeen("all", 2);
        });
    }

    @Test
    void aSourceThatCannotBeRead_isSaid() throws Exception {
        Projections projections =
                world.projections().projection(new Counting("all", 1)).build();
        World.during(projections, worker -> {
            world.append("c", "t", "a", "{}");
            awaitSeen("all", 1);
            world.execute("ALTER TABLE events RENAME TO happenings");
            await().untilAsserted(() -> assertThat(
                            projections.desk().get("all").reasons().get(0).text())
                    .contains("\"events\" does not exist"));
            world.execute("ALTER TABLE happenings RENAME TO events");
            world.append("c", "t", "a", "{}");
            awaitSeen("all", 2);
        });
    }

    @Test
    void theHandler_cannotEndTheTransaction() throws Exception {
        world.append("c", "t", "a", "{}");
        Projection committing = new Counting("committing", 1) {
            @Override
            public void handle(EventBatch batch, Connection connection) throws SQLException {
                super.handle(batch, connection);
                connection.commit();
            }
        };
        Projections projections = world.projections().projection(committing).build();
        World.during(projections, worker -> {
            await().untilAsserted(() -> assertThat(projections.desk().shards())
                    .singleElement()
                    .satisfies(shard -> assertThat(shard.error()).contains("commit is not for it to call")));
        });
        assertThat(seen("committing")).isEqualTo("0");
    }

    @Test
    void whatCannotBe_isRefusedWithTheReason() throws Exception {
        Projection all = new Counting("all", 1);
        assertThatThrownBy(() -> world.projections()
                        .projection(all)
                        .projection(new Counting("all", 1))
                        .build())
                .hasMessageContaining("Two projections are called all");
        assertThatThrownBy(() -> world.projections()
                        .projection(all)
                        .tables(TableNames.DEFAULT.withWorkers("others"))
                        .build())
                .hasMessageContaining("others")
                .hasMessageContaining("db generate");
        assertThatThrownBy(() -> world.projections().projection(elsewhere()).build())
                .hasMessageContaining("no transaction over both");
        assertThatThrownBy(() -> EventTable.of(world.database(), "events; DROP TABLE events"))
                .hasMessageContaining("is no name");
        EventTable renamed = EventTable.of(world.database(), "happenings").build();
        assertThatThrownBy(renamed::check).hasMessageContaining("happenings");

        World.during(world.projections().projection(all).generation(8).build(), newest -> {
            await().until(() -> world.one("SELECT generation FROM orchestrator.recreate_lock")
                    .equals("8"));
            assertThatThrownBy(() -> world.projections()
                            .projection(all)
                            .generation(7)
                            .build()
                            .start())
                    .hasMessageContaining("Generation 8 is there already");
        });
        assertThatThrownBy(() -> world.projections()
                        .projection(new Counting("all", 2))
                        .generation(9)
                        .build()
                        .start())
                .hasMessageContaining("1 shards");
    }

    private static Projection elsewhere() {
        return new Counting("elsewhere", 1) {
            @Override
            public DataSource readModel() {
                return world.database();
            }
        };
    }

    @Test
    void aReadModelInAnotherDatabase_hasEachEventAtLeastOnce() throws Exception {
        try (World other = World.postgres()) {
            AtomicInteger told = new AtomicInteger();
            Projection elsewhere = new Counting("elsewhere", 1) {
                @Override
                public DataSource readModel() {
                    return other.database();
                }

                @Override
                public boolean atLeastOnce() {
                    return true;
                }

                @Override
                public void handle(EventBatch batch, Connection connection) throws SQLException {
                    super.handle(batch, connection);
                    if (told.incrementAndGet() == 2) {
                        throw new IllegalStateException("cannot");
                    }
                }
            };
            world.append("c", "t", "a", "{}");
            Projections projections = world.projections().projection(elsewhere).build();
            World.during(projections, worker -> {
                await().untilAsserted(() ->
                        assertThat(other.one("SELECT count(*) FROM seen")).isEqualTo("1"));
                world.append("c", "t", "a", "{}");
                await().untilAsserted(() -> assertThat(told).hasValueGreaterThan(2));
                await().untilAsserted(() ->
                        assertThat(projections.desk().get("elsewhere").events()).isEqualTo(2));
            });
            assertThat(other.one("SELECT count(*) FROM seen"))
                    .as("what was refused was rolled back there")
                    .isEqualTo("2");
            assertThat(seen("elsewhere")).isEqualTo("0");
        }
    }
}
