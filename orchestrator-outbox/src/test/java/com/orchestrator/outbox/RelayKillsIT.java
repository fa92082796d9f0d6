package com.orchestrator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.orchestrator.api.model.WorkflowInstance;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Two relay processes that are killed with -9 at random moments, while orders are committed and rolled back. 3 kills here; {@code
 * -Doutbox.kills=100} for more.
 */
class RelayKillsIT {

    private static final int KILLS = Integer.getInteger("outbox.kills", 2);
    private static final long SEED = Long.getLong("outbox.seed", 29);
    private static final int ROLLED_BACK_OF = 3;
    private static final int ORDERS_MAX = 250 * KILLS;

    private final Set<String> committed = new TreeSet<>();

    @Test
    void eachCommittedOrder_isOneRun_whoeverIsKilled() throws Exception {
        Random random = new Random(SEED);
        try (Shop shop = Shop.open()) {
            List<Process> relays = new ArrayList<>(List.of(RelayProcess.start(shop), RelayProcess.start(shop)));
            try {
                AtomicBoolean over = new AtomicBoolean();
                CompletableFuture<Void> orders = CompletableFuture.runAsync(() -> writeUntil(over, shop));
                await().atMost(Duration.ofSeconds(60)).until(() -> !shop.runs().isEmpty());
                for (int kill = 0; kill < KILLS; kill++) {
                    Process victim = relays.remove(0);
                    boolean ended = victim.waitFor(200 + random.nextInt(600), TimeUnit.MILLISECONDS);
                    assertThat(ended).as("a relay has ended by itself").isFalse();
                    victim.destroyForcibly().waitFor();
                    relays.add(RelayProcess.start(shop));
                }
                over.set(true);
                orders.get(60, TimeUnit.SECONDS);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> shop.one("SELECT count(*) FROM orchestrator_outbox")
                                .equals("0"));
            } finally {
                relays.forEach(Process::destroyForcibly);
            }
            judge(shop);
        }
    }

    /** Every third is rolled back; every order that is not is paid in a later transaction. */
    private void writeUntil(AtomicBoolean over, Shop shop) {
        try {
            for (int i = 0; !over.get() && i < ORDERS_MAX; i++) {
                String id = "o-" + i;
                if (i % ROLLED_BACK_OF == 0) {
                    shop.rollBack(connection -> shop.order(connection, id));
                } else {
                    shop.commit(connection -> shop.order(connection, id));
                    committed.add(id);
                    shop.commit(connection -> shop.starter.signal(
                            connection, new RunName("shop", "order", id), "paid", "payment-of-" + id, null));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void judge(Shop shop) {
        List<WorkflowInstance> runs = shop.runs();
        assertThat(runs).extracting(WorkflowInstance::runId).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(runs.stream().map(WorkflowInstance::runId).toList()))
                .as("none twice, none missing, and none that was rolled back")
                .isEqualTo(committed);
        assertThat(committed).hasSizeGreaterThan(20);
        assertThat(runs).allSatisfy(run -> assertThat(run.state().isAtRest()).isTrue());
        System.getLogger(RelayKillsIT.class.getName())
                .log(System.Logger.Level.INFO, KILLS + " kills, " + runs.size() + " runs, seed " + SEED);
    }
}
