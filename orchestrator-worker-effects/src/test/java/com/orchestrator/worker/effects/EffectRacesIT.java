package com.orchestrator.worker.effects;

import static com.orchestrator.worker.effects.EffectsUnderTest.forward;
import static com.orchestrator.worker.effects.EffectsUnderTest.release;
import static com.orchestrator.worker.effects.EffectsUnderTest.reserve;
import static com.orchestrator.worker.effects.EffectsUnderTest.undoOfDoubtful;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.worker.TaskFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deliveries that surely meet. On PostgreSQL alone, because it can say exactly who waits for whom. */
@Timeout(300)
class EffectRacesIT implements EffectsUnderTest {

    private static final String REFUSED = "refused";
    private static final int SCHEDULES = 30;

    @RegisterExtension
    private static final LedgerDatabase LEDGER = LedgerDatabase.postgres();

    private static final LockQueue LOCKS = new LockQueue(LEDGER);

    @Override
    public LedgerDatabase ledger() {
        return LEDGER;
    }

    @Test
    void hundredsOfDeliveriesAtOnce_haveOneEffect_andOneOutput() throws Exception {
        int deliveries = 300;
        Set<Reservation> outputs = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(deliveries);
        CountDownLatch all = new CountDownLatch(deliveries);
        try {
            var reports = IntStream.range(0, deliveries)
                    .mapToObj(i -> threads.submit(() -> {
                        all.countDown();
                        all.await();
                        return outputs.add(reserveWhileOthersWait("r-" + i));
                    }))
                    .toList();
            for (Future<Boolean> report : reports) {
                report.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(outputs).hasSize(1);
        assertThat(LEDGER.entries())
                .containsExactly("reserve " + outputs.iterator().next().id());
    }

    /** Whoever gets to work waits until others have come to the same key, so that they surely meet. */
    private Reservation reserveWhileOthersWait(String id) throws Exception {
        return effects().once(forward(KEY), Reservation.class, connection -> {
            LedgerDatabase.enter(connection, "reserve " + id);
            LOCKS.await(LedgerDatabase.CONNECTIONS - 1);
            return new Reservation(id, 3);
        });
    }

    @Test
    void deliveryThatWaitedForOneThatFails_doesTheWork() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch working = new CountDownLatch(1);
            Future<?> failing = threads.submit(() -> {
                effects().once(forward(KEY), connection -> {
                    LedgerDatabase.enter(connection, "reserve r-1");
                    working.countDown();
                    LOCKS.await(1);
                    throw new IOException("no answer");
                });
                return null;
            });
            working.await();

            assertThat(reserve(effects(), KEY, "r-2").id()).isEqualTo("r-2");

            assertThatThrownBy(failing::get).hasCauseInstanceOf(IOException.class);
        } finally {
            threads.shutdownNow();
        }
        assertThat(LEDGER.entries()).containsExactly("reserve r-2");
    }

    /** Two forward deliveries and two of their undo, statement by statement in many orders, with lost commits. */
    @Test
    void whateverTheOrder_anEffectIsUndoneOrNeverHappens() throws Exception {
        Set<List<String>> ledgers = new HashSet<>();
        for (int seed = 0; seed < SCHEDULES; seed++) {
            LEDGER.clear();
            Map<String, String> reports = race(seed);
            assertConsistent(reports, LEDGER.entries(), "seed " + seed + " " + reports + " " + LEDGER.entries());
            ledgers.add(LEDGER.entries());
        }
        assertThat(ledgers).as("both orders occurred").hasSizeGreaterThan(1).contains(List.of());
    }

    private Map<String, String> race(int seed) throws InterruptedException {
        Map<String, String> reports = new ConcurrentHashMap<>();
        Turns turns = new Turns(LOCKS, new Random(seed));
        turns.play(List.of(
                () -> reports.put("forward-1", report(new Fate(turns, seed), this::forwardOne)),
                () -> reports.put("forward-2", report(new Fate(turns, seed + 1), this::forwardTwo)),
                () -> reports.put("undo-1", report(new Fate(turns, seed + 2), this::undo)),
                () -> reports.put("undo-2", report(new Fate(turns, seed + 3), this::undo))));
        return reports;
    }

    private String forwardOne(Effects effects) throws Exception {
        return reserve(effects, KEY, "r-1").id();
    }

    private String forwardTwo(Effects effects) throws Exception {
        return reserve(effects, KEY, "r-2").id();
    }

    private String undo(Effects effects) throws Exception {
        return release(effects, undoOfDoubtful(UNDO_KEY)).name();
    }

    /** Delivers until the outcome is known, as the engine does. */
    private String report(Fate fate, Delivery delivery) {
        while (true) {
            try {
                return delivery.to(effects(fate));
            } catch (TaskFailure failure) {
                switch (failure.code()) {
                    case EffectFailures.EFFECT_UNDONE -> {
                        return REFUSED;
                    }
                    case EffectFailures.COMMIT_UNKNOWN -> {}
                    default -> throw failure;
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void assertConsistent(Map<String, String> reports, List<String> entries, String story) {
        Set<String> forward = new HashSet<>(List.of(reports.get("forward-1"), reports.get("forward-2")));
        assertThat(reports.get("undo-1")).as(story).isEqualTo(reports.get("undo-2"));
        if (reports.get("undo-1").equals(UndoOutcome.NOTHING_HAPPENED.name())) {
            assertThat(entries).as(story).isEmpty();
            assertThat(forward).as(story).containsExactly(REFUSED);
        } else {
            assertThat(entries).as(story).hasSize(2);
            String id = entries.get(1).substring("reserve ".length());
            assertThat(entries).as(story).containsExactly("release " + id, "reserve " + id);
            assertThat(forward).as(story).isSubsetOf(id, REFUSED);
        }
    }

    /** One delivery, which may come more than once. */
    @FunctionalInterface
    private interface Delivery {
        String to(Effects effects) throws Exception;
    }

    /** Takes turns with the others, and loses a commit or two: before it happened, or after. */
    private static final class Fate implements ConnectionScript {

        private static final int COMMITS_LOST_MAX = 2;
        private static final int ONE_IN = 4;

        private final Turns turns;
        private final Random random;
        private int lost;

        Fate(Turns turns, long seed) {
            this.turns = turns;
            this.random = new Random(seed);
        }

        @Override
        public void before(Connection connection, String call) throws SQLException {
            turns.before(connection, call);
            loseCommit(call);
        }

        @Override
        public void after(Connection connection, String call) throws SQLException {
            loseCommit(call);
        }

        private void loseCommit(String call) throws SQLException {
            if (call.equals("commit") && lost < COMMITS_LOST_MAX && random.nextInt(ONE_IN) == 0) {
                lost++;
                throw new SQLException("lost", FaultContract.CONNECTION_FAILURE);
            }
        }
    }
}
