package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.outbox.relay.Outbox;
import com.orchestrator.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two servers on one PostgreSQL, of which the one that relays is killed with -9 while orders are committed and rolled back by SQL alone. One
 * kill here; {@code -Dkills=100} for more.
 */
class OutboxKillsIT {

    private static final int KILLS = Integer.getInteger("kills", 1);
    private static final long SEED = Long.getLong("outbox.seed", 29);
    private static final int ROLLED_BACK_OF = 3;
    private static final int ORDERS_PER_KILL = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String ORDER = """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"shop","name":"order",
             "tasks":[{"id":"paid","signal":"paid"}]}""";

    private final TestDatabase database = TestDatabase.create();
    private final Semaphore orders = new Semaphore(ORDERS_PER_KILL);
    private final AtomicLong messages = new AtomicLong();

    /** A schema of an application, which no server has made. */
    @BeforeEach
    void makeShop() {
        database.execute(
                "CREATE SCHEMA app; SET search_path TO app; CREATE TABLE orders (id text PRIMARY KEY);" + Outbox.sql());
        try (OutboxServer server = new OutboxServer(database.config(), "", "maker")) {
            server.engine.workflowService().registerWorkflow(ORDER.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Process server(String node) throws IOException {
        return OutboxServer.start(database.config(), "app:shop", node);
    }

    @Test
    void eachCommittedOrder_isOneRun_whicheverServerIsKilled() throws Exception {
        Random random = new Random(SEED);
        Map<String, Process> servers = new HashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        try {
            servers.put("a", server("a"));
            servers.put("b", server("b"));
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> writeUntil(over));
            for (int kill = 0; kill < KILLS; kill++) {
                String victim = awaitWork();
                boolean ended = servers.get(victim).waitFor(random.nextInt(100), TimeUnit.MILLISECONDS);
                assertThat(ended).as("a server has ended by itself").isFalse();
                servers.get(victim).destroyForcibly().waitFor();
                servers.put(victim, server(victim));
                orders.release(ORDERS_PER_KILL);
            }
            over.set(true);
            writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            await().atMost(PATIENCE).until(() -> waiting() == 0);
        } finally {
            over.set(true);
            servers.values().forEach(Process::destroyForcibly);
        }
        judge();
    }

    /** So that who leads is killed at work, however long a server takes to begin. */
    private String awaitWork() {
        long before = handedOver();
        await().atMost(PATIENCE).until(() -> handedOver() > before && !leader().isEmpty());
        return leader().get(0);
    }

    /** Nobody, before the first server has begun. */
    private List<String> leader() {
        return database.query("SELECT split_part(holder, '/', 1) FROM app.orchestrator_outbox_lease");
    }

    private long handedOver() {
        return messages.get() - waiting();
    }

    private long waiting() {
        return Long.parseLong(one("SELECT count(*) FROM app.orchestrator_outbox"));
    }

    private String one(String sql) {
        return database.query(sql).get(0);
    }

    private void writeUntil(AtomicBoolean over) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; !over.get(); i++) {
                if (orders.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    write(connection, "o-" + i, i % ROLLED_BACK_OF == 0);
                }
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every order that is not rolled back is paid in a later transaction. */
    private void write(Connection connection, String id, boolean isRolledBack) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO app.orders VALUES ('" + id + "')");
            statement.execute("SELECT app.orchestrator_start('shop', 'order', '" + id + "')");
            if (isRolledBack) {
                connection.rollback();
                return;
            }
            connection.commit();
            messages.incrementAndGet();
            statement.execute(
                    "SELECT app.orchestrator_signal('shop', 'order', '" + id + "', 'paid', '{}', 'p-" + id + "')");
            connection.commit();
            messages.incrementAndGet();
        }
    }

    private void judge() {
        List<WorkflowInstance> runs = runs();
        assertThat(runs).extracting(WorkflowInstance::runId).doesNotHaveDuplicates();
        assertThat(runs.stream().map(WorkflowInstance::runId).sorted().toList())
                .as("none twice, none missing, and none that was rolled back")
                .isEqualTo(database.query("SELECT id FROM app.orders ORDER BY id COLLATE \"C\""));
        assertThat(runs).hasSizeGreaterThan(20);
        assertThat(runs).extracting(WorkflowInstance::state).containsOnly(WorkflowState.COMPLETED);
        System.getLogger(OutboxKillsIT.class.getName())
                .log(System.Logger.Level.INFO, KILLS + " kills, " + runs.size() + " runs, seed " + SEED);
    }

    private List<WorkflowInstance> runs() {
        List<WorkflowInstance> runs = new ArrayList<>();
        try (OutboxServer server = new OutboxServer(database.config(), "", "judge")) {
            String cursor = null;
            do {
                Page<WorkflowInstance> page = server.engine
                        .workflowService()
                        .listInstances(new InstanceQuery(RunFilter.ALL, new ListQuery(1_000, cursor)));
                runs.addAll(page.items());
                cursor = page.next();
            } while (cursor != null);
        }
        return runs;
    }
}
