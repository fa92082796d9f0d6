package com.orchestrator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.outbox.relay.Outbox;
import com.orchestrator.outbox.relay.OutboxRelay;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written in a transaction of the application, in Java and in SQL, and what becomes of it when that ends. */
class TransactionalStarterIT {

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    /** Hands over until nothing waits. */
    private void handOver() throws SQLException {
        try (OutboxRelay relay = shop.relay().to(shop.destination())) {
            await().until(() -> relay.backlog().waiting() == 0);
        }
    }

    @Test
    void whatIsCommitted_isStarted_andWhatIsRolledBack_isNot() throws SQLException {
        shop.rollBack(connection -> shop.order(connection, "o-0"));
        shop.commit(connection -> shop.order(connection, "o-1"));
        handOver();

        assertThat(shop.runs()).extracting(WorkflowInstance::runId).containsExactly("o-1");
        assertThat(shop.query("SELECT id FROM orders")).containsExactly("o-1");
        assertThat(shop.client.get(shop.runs().get(0).instanceId()).input()).hasToString("{\"orderId\":\"o-1\"}");
    }

    @Test
    void labelsAndRevision_areHandedOver_andDigitsStay() throws SQLException {
        Payload input = Payload.ofJson("{\"total\": 1000000000000000000000.10, \"a\": 1}");
        shop.commit(connection -> shop.starter.start(
                connection,
                new StartWorkflowRequest("shop", "order", "o-1", input, Map.of("tier", "gold"), null, 1, null, null)));
        handOver();

        WorkflowInstance run = shop.client.get(shop.runs().get(0).instanceId());
        assertThat(run.labels()).isEqualTo(Map.of("tier", "gold"));
        assertThat(run.revision()).isEqualTo(1);
        assertThat(run.input()).hasToString("{\"total\":1000000000000000000000.10,\"a\":1}");
    }

    @Test
    void aSignal_comesBehindItsStart_andIsTakenOnce() throws SQLException {
        shop.commit(connection -> {
            shop.order(connection, "o-1");
            shop.starter.signal(connection, Shop.ORDER, "paid", "payment-7", Map.of("amount", 5));
            shop.starter.signal(connection, Shop.ORDER, "paid", "payment-7", Map.of("amount", 5));
        });
        handOver();

        WorkflowInstance run = shop.runs().get(0);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(shop.one("SELECT count(*) FROM orchestrator_outbox")).isEqualTo("0");
        assertThat(shop.client.events(run.instanceId(), 0))
                .filteredOn(event -> event.type().equals("SIGNAL_RECEIVED"))
                .hasSize(1);
    }

    @Test
    void sql_doesTheSame_fromAnySearchPath() throws SQLException {
        shop.rollBack(connection -> call(connection, "SELECT app.orchestrator_start('shop', 'order', 'o-0')"));
        shop.commit(connection -> {
            call(connection, "SET LOCAL search_path TO pg_catalog");
            call(
                    connection,
                    "SELECT app.orchestrator_start('shop', 'order', 'o-1', '{\"total\": 49.90}', '{\"tier\": \"gold\"}', 1)");
            call(connection, "SELECT app.orchestrator_signal('shop', 'order', 'o-1', 'paid')");
        });
        String madeUp = shop.one("SELECT orchestrator_start('shop', 'order', NULL)");
        handOver();

        assertThat(shop.runs()).extracting(WorkflowInstance::runId).containsExactlyInAnyOrder("o-1", madeUp);
        WorkflowInstance run = shop.client.runs().runId("o-1").first(1).get(0);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(shop.client.get(run.instanceId()).labels()).isEqualTo(Map.of("tier", "gold"));
    }

    private static void call(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void whatCannotBe_isRefusedWhereItIsWritten() throws SQLException {
        shop.rollBack(connection -> {
            assertThatThrownBy(() -> shop.starter.start(connection, "shop", " ", "o-1", null))
                    .isInstanceOf(OrchestratorException.class);
            assertThatThrownBy(() -> shop.starter.start(
                            connection, StartWorkflowRequest.of("shop", "order", null, Payload.EMPTY_OBJECT)))
                    .hasMessageContaining("run id");
        });
        try (Connection connection = shop.database().getConnection()) {
            assertThatThrownBy(() -> shop.order(connection, "o-1")).hasMessageContaining("commits by itself");
        }
        assertThatThrownBy(() -> shop.query("SELECT orchestrator_start('shop', ' ', 'o-1')"))
                .hasMessageContaining("orchestrator_outbox_workflow_check");
        assertThatThrownBy(() -> shop.query("SELECT orchestrator_start('shop', 'order', 'o-1', '{}', '[1]')"))
                .hasMessageContaining("orchestrator_outbox_labels_check");
        assertThat(shop.one("SELECT count(*) FROM orchestrator_outbox")).isEqualTo("0");
    }

    @Test
    void flywayInstallsIt_besideMigrationsOfTheApplication_andTwiceIsOnce() throws SQLException {
        try (Shop other = Shop.withoutOutbox()) {
            for (int i = 0; i < 2; i++) {
                Flyway.configure()
                        .dataSource(other.database())
                        .locations("classpath:db/shop", Outbox.FLYWAY_LOCATION)
                        .load()
                        .migrate();
            }
            Outbox.install(other.database());
            other.client.register(Shop.DEFINITION);
            other.commit(connection -> other.order(connection, "o-1"));

            assertThat(other.query("SELECT run_id FROM app.orchestrator_outbox"))
                    .containsExactly("o-1");
        }
    }
}
