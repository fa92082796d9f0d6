package com.orchestrator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.outbox.relay.Backlog;
import com.orchestrator.outbox.relay.Destination;
import com.orchestrator.outbox.relay.OutboxRelay;
import com.orchestrator.outbox.relay.RunName;
import com.orchestrator.outbox.relay.Verdict;
import com.orchestrator.worker.OrchestratorClient;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a relay does when things go wrong, and when nothing happens. */
class OutboxRelayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private void awaitNothingWaits(OutboxRelay relay) {
        await().atMost(PATIENCE).until(() -> relay.backlog().waiting() == 0);
    }

    /** Dead before it could take note: what it has handed over is handed over again. */
    @Test
    void aRelayThatDiesAfterHandingOver_startsNothingTwice() throws SQLException {
        for (int i = 1; i <= 20; i++) {
            String id = "o-" + i;
            shop.commit(connection -> {
                shop.order(connection, id);
                shop.starter.signal(connection, new RunName("shop", "order", id), "paid", "p-" + id, null);
            });
        }
        ServerDestination server = shop.destination();
        AtomicInteger given = new AtomicInteger();
        Destination forgetful = message -> {
            Verdict verdict = server.handOver(message);
            return given.incrementAndGet() <= 20 ? Verdict.unreachable("LOST", "The answer was lost") : verdict;
        };
        try (OutboxRelay relay = shop.relay().to(forgetful)) {
            awaitNothingWaits(relay);
        }
        assertThat(given.get()).isEqualTo(60);
        assertThat(shop.runs())
                .hasSize(20)
                .allSatisfy(run -> assertThat(shop.client.events(run.instanceId(), 0))
                        .filteredOn(event -> event.type().equals("SIGNAL_RECEIVED"))
                        .hasSize(1));
    }

    @Test
    void aServerThatIsAway_isWaitedFor_andNoMessagePaysForIt() throws SQLException {
        shop.commit(connection -> shop.order(connection, "o-1"));
        OrchestratorClient nobody = OrchestratorClient.connect(URI.create("http://127.0.0.1:1"));
        try (OutboxRelay relay = shop.relay().to(ServerDestination.of(nobody))) {
            await().atMost(PATIENCE).until(() -> !relay.figures().reachable());
            assertThat(relay.figures().lastFault()).contains("UNREACHABLE");
            assertThat(relay.backlog().waiting()).isEqualTo(1);
        }
        assertThat(shop.one("SELECT tries FROM orchestrator_outbox")).isEqualTo("0");
        try (OutboxRelay relay = shop.relay().to(shop.destination())) {
            awaitNothingWaits(relay);
            assertThat(relay.figures().handedOver()).isEqualTo(1);
        }
        assertThat(shop.runs()).hasSize(1);
    }

    @Test
    void aWorkflowThatIsNotThereYet_isWaitedFor_andItsSignalToo() throws SQLException {
        shop.commit(connection -> {
            shop.starter.start(connection, "shop", "later", "l-1", null);
            shop.starter.signal(connection, new RunName("shop", "later", "l-1"), "go", "g-1", null);
            shop.order(connection, "o-1");
        });
        try (OutboxRelay relay = shop.relay().to(shop.destination())) {
            await().atMost(PATIENCE).until(() -> relay.figures().handedOver() == 1);
            assertThat(shop.query("SELECT code FROM orchestrator_outbox ORDER BY id"))
                    .containsExactly("NOT_FOUND", "RUN_NOT_FOUND");
            shop.client.register(Workflow.define("shop", "later")
                    .signal("go", "go", signal -> {})
                    .build());
            awaitNothingWaits(relay);
        }
        assertThat(shop.client.runs().workflow("later").first(9)).hasSize(1);
    }

    @Test
    void whatIsRefused_stays_holdsUpNobody_andIsTriedAgainWhenAsked() throws SQLException {
        shop.client.register("""
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: shop
                name: strict
                input: { schema: { type: object, required: [orderId] } }
                tasks: [{ id: t, task: shop.t }]
                """, "application/yaml");
        shop.commit(connection -> {
            shop.starter.start(connection, "shop", "strict", "s-1", null);
            shop.starter.signal(connection, Shop.ORDER, "payed", "p-1", null);
            shop.starter.signal(connection, Shop.ORDER, "paid", "p-2", null);
        });
        shop.execute("SELECT orchestrator_start('shop', 'order', 'o-2', '{}', '{\"n\": {}}')");
        shop.commit(connection -> shop.order(connection, "o-1"));
        try (OutboxRelay relay = shop.relay().to(shop.destination())) {
            awaitNothingWaits(relay);
            assertThat(relay.backlog().refused()).isEqualTo(3);
            assertThat(shop.query("SELECT run_id || ' ' || code FROM orchestrator_outbox ORDER BY id"))
                    .containsExactly("s-1 INPUT_INVALID", "o-1 NOT_FOUND", "o-2 LABELS_INVALID");
            assertThat(shop.runs()).extracting(WorkflowInstance::runId).containsExactly("o-1");

            shop.execute("UPDATE orchestrator_outbox SET labels = NULL WHERE run_id = 'o-2'");
            assertThat(shop.one("SELECT orchestrator_outbox_retry()")).isEqualTo("3");
            relay.wake();
            await().atMost(PATIENCE).until(() -> shop.runs().size() == 2);
            awaitNothingWaits(relay);
            assertThat(relay.backlog().refused()).isEqualTo(2);
        }
    }

    @Test
    void whatIsPutOffForTooLong_isForAPerson() throws SQLException {
        shop.commit(connection -> shop.starter.start(connection, "shop", "never", "n-1", null));
        try (OutboxRelay relay = shop.relay().patience(Duration.ofMillis(1)).to(shop.destination())) {
            await().atMost(PATIENCE).until(() -> relay.backlog().refused() == 1);
        }
        assertThat(shop.one("SELECT code FROM orchestrator_outbox")).isEqualTo("NOT_FOUND");
    }

    @Test
    void ofTwo_oneHandsOver_andTheOtherGoesOnWhenItIsGone() throws SQLException {
        try (OutboxRelay second = nextTo(shop.relay().to(shop.destination()))) {
            shop.commit(connection -> shop.order(connection, "o-2"));
            awaitNothingWaits(second);
            assertThat(second.figures().handedOver()).isEqualTo(1);
        }
    }

    private OutboxRelay nextTo(OutboxRelay first) throws SQLException {
        try (first) {
            await().atMost(PATIENCE).until(() -> first.figures().leads());
            OutboxRelay second = shop.relay().to(shop.destination());
            shop.commit(connection -> shop.order(connection, "o-1"));
            awaitNothingWaits(first);
            assertThat(first.figures().handedOver()).isEqualTo(1);
            assertThat(second.figures().leads()).isFalse();
            return second;
        }
    }

    /** Whatever it costs to look, it is paid once in the time that is said. */
    @Test
    void idle_itLooksOnceInAWhile() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        DataSource counting = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    connections.incrementAndGet();
                    return method.invoke(shop.database(), arguments);
                });
        try (OutboxRelay relay =
                OutboxRelay.from(counting).idleWait(Duration.ofMillis(250)).to(shop.destination())) {
            await().atMost(PATIENCE).until(() -> relay.figures().leads());
            await().during(Duration.ofMillis(1_200)).atMost(PATIENCE).until(() -> connections.get() <= 14);
            assertThat(connections.get()).isGreaterThan(6);
        }
    }

    @Test
    void backlog_saysHowOldTheOldestIs() throws SQLException {
        try (OutboxRelay relay = shop.relay().to(message -> Verdict.unreachable("AWAY", "for a test"))) {
            assertThat(relay.backlog()).isEqualTo(new Backlog(0, 0, Duration.ZERO));
            shop.commit(connection -> shop.order(connection, "o-1"));
            shop.execute("UPDATE orchestrator_outbox SET written_at = clock_timestamp() - interval '90 s'");
            assertThat(relay.backlog().oldest()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(120));
        }
    }

    @Test
    void noConnectionIsHeld_whileTheServerIsAsked() throws SQLException {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger held = new AtomicInteger();
        Destination looking = message -> {
            held.addAndGet(shop.connectionsInUse());
            asked.incrementAndGet();
            return Verdict.HANDED_OVER;
        };
        shop.commit(connection -> shop.order(connection, "o-1"));
        try (OutboxRelay relay = shop.relay().to(looking)) {
            await().atMost(PATIENCE).until(() -> asked.get() == 1);
            awaitNothingWaits(relay);
        }
        assertThat(held.get()).isZero();
    }

    @Test
    void whatIsTooLarge_isRefusedUnread_andWhatIsSaidOfAMessage_isKeptAsItCanBe() throws SQLException {
        Destination odd = message -> message.run().runId().equals("o-odd")
                ? Verdict.refused("ODD", "a\0b")
                : shop.destination().handOver(message);
        shop.commit(connection -> {
            shop.starter.start(connection, "shop", "order", "o-large", "x".repeat(2_000));
            shop.order(connection, "o-odd");
            shop.order(connection, "o-1");
        });
        try (OutboxRelay relay = shop.relay().payloadMax(1_000).to(odd)) {
            awaitNothingWaits(relay);
        }
        assertThat(shop.query("SELECT run_id || ' ' || code || ' ' || detail FROM orchestrator_outbox ORDER BY id"))
                .containsExactly(
                        "o-large PAYLOAD_TOO_LARGE The payload is larger than what is handed over", "o-odd ODD a b");
        assertThat(shop.runs()).extracting(WorkflowInstance::runId).containsExactly("o-1");
    }

    /** Together they are more than is read at once; they come in their order all the same. */
    @Test
    void manyLargeOnes_areHandedOverByAndBy() throws SQLException {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        shop.commit(connection -> {
            for (int i = 0; i < 5; i++) {
                shop.starter.start(connection, "shop", "order", "o-" + i, "x".repeat(3 << 20));
            }
        });
        try (OutboxRelay relay = shop.relay().to(message -> {
            sizes.add(message.payload().size());
            return Verdict.HANDED_OVER;
        })) {
            awaitNothingWaits(relay);
        }
        assertThat(sizes).hasSize(5).allMatch(size -> size > 3 << 20);
    }
}
