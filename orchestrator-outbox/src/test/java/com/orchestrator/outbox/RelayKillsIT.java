package com.orchestrator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.outbox.relay.RunName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Two relay processes that are killed with -9 at random moments of their work, while orders are committed and rolled back. One kill here;
 * {@code -Doutbox.kills=100} for more.
 */
class RelayKillsIT {

    private static final int KILLS = Integer.getInteger("outbox.kills", 1);
    private static final long SEED = Long.getLong("outbox.seed", 29);
    private static final int ROLLED_BACK_OF = 3;
    /** A page of runs has room for those of a hundred kills. */
    private static final int ORDERS_PER_KILL = 140;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Set<String> committed = new TreeSet<>();
    private final Semaphore orders = new Semaphore(ORDERS_PER_KILL);
    private final AtomicLong messages = new AtomicLong();

    @Test
    void eachCommittedOrder_isOneRun_whoeverIsKilled() throws Exception {
        Random random = new Random(SEED);
        try (Shop shop = Shop.open()) {
            List<Process> relays = new ArrayList<>(List.of(RelayProcess.start(shop), RelayProcess.start(shop)));
            try {
                AtomicBoolean over = new AtomicBoolean();
                CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> writeUntil(over, shop));
                for (int kill = 0; kill < KILLS; kill++) {
                    awaitWork(shop);
                    Process victim = relays.remove(0);
                    boolean ended = victim.waitFor(random.nextInt(200), TimeUnit.MILLISECONDS);
                    assertThat(ended).as("a relay has ended by itself").isFalse();
                    victim.destroyForcibly().waitFor();
                    relays.add(RelayProcess.start(shop));
                    orders.release(ORDERS_PER_KILL);
                }
                over.set(true);
                writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                await().atMost(PATIENCE)
                        .until(() -> shop.one("SELECT count(*) FROM orchestrator_outbox")
                                .equals("0"));
            } finally {
                relays.forEach(Process::destroyForcibly);
            }
            judge(shop);
        }
    }

    /** So that somebody is killed who is at work, however long a process takes to begin. */
    private void awaitWork(Shop shop) throws SQLException {
        long before = handedOver(shop);
        await().atMost(PATIENCE).until(() -> handedOver(shop) > before);
    }

    private long handedOver(Shop shop) throws SQLException {
        return messages.get() - Long.parseLong(shop.one("SELECT count(*) FROM orchestrator_outbox"));
    }

    private void writeUntil(AtomicBoolean over, Shop shop) {
        try {
            for (int i = 0; !over.get(); i++) {
                if (orders.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    write("o-" + i, i % ROLLED_BACK_OF == 0, shop);
                }
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every order that is not rolled back is paid in a later transaction. */
    private void write(String id, boolean isRolledBack, Shop shop) throws SQLException {
        if (isRolledBack) {
            shop.rollBack(connection -> shop.order(connection, id));
            return;
        }
        shop.commit(connection -> shop.order(connection, id));
        committed.add(id);
        messages.incrementAndGet();
        shop.commit(connection ->
                shop.starter.signal(connection, new RunName("shop", "order", id), "paid", "payment-of-" + id, null));
        messages.incrementAndGet();
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
