package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.SignalEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes: all or nothing, checked per run, and read back as they were. */
interface RunStoreContract extends StoreUnderTest {

    @Test
    default void twoNewRuns_withOneKeyInOneTransaction_areOneRun() {
        RunFixture first = run("same");
        RunFixture second = run("same");

        Set<UUID> lost = record(first.start(), second.start());

        assertThat(lost).hasSize(1);
        UUID winner = lost.contains(first.instanceId) ? second.instanceId : first.instanceId;
        assertThat(find(first.key())).containsExactly(Map.entry(first.key(), winner));
        assertThat(history(lost.iterator().next())).isEmpty();
    }

    @Test
    default void newRun_withAKeyTakenBefore_isNotWritten() {
        RunFixture first = run("same");
        RunFixture second = run("same");
        record(first.start(first.execution().row()));

        Set<UUID> lost = record(second.start(second.execution().row()));

        assertThat(lost).containsExactly(second.instanceId);
        assertThat(find(first.key())).containsEntry(first.key(), first.instanceId);
        assertThat(lockDue("queue", 10)).hasSize(1);
    }

    @Test
    default void newRun_withAKeyThatAnOpenTransactionHasTaken_waitsAndLoses() throws Exception {
        RunFixture first = run("same");
        RunFixture second = run("same");
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);

        CompletableFuture<Set<UUID>> winner =
                CompletableFuture.supplyAsync(() -> store().runs().inTransaction(transaction -> {
                    Set<UUID> lost = StoreUnderTest.record(transaction, first.start());
                    sendWhatIsKeptBack(transaction);
                    written.countDown();
                    await(begun);
                    return lost;
                }));
        await(written);
        CompletableFuture<Set<UUID>> loser = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            return record(second.start());
        });

        assertThat(winner.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(loser.get(10, TimeUnit.SECONDS)).containsExactly(second.instanceId);
    }

    /** A commit whose answer was lost is repeated. */
    @Test
    default void newRun_thatIsWrittenTwice_losesTheSecondTime() {
        RunFixture run = run("twice");

        assertThat(record(run.start())).isEmpty();
        assertThat(record(run.start())).containsExactly(run.instanceId);
    }

    /** A store may send statements that nobody waits for with the next one. */
    private static void sendWhatIsKeptBack(RunTransaction transaction) {
        transaction.findRuns(List.of());
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<RunKey, UUID> find(RunKey key) {
        return store().runs().inTransaction(transaction -> transaction.findRuns(List.of(key)));
    }

    @Test
    default void findRuns_answersKnownKeysOnly() {
        RunFixture known = run("known");
        record(known.start());
        RunKey unknown = new RunKey("shop", "order", "unknown");

        Map<RunKey, UUID> found =
                store().runs().inTransaction(transaction -> transaction.findRuns(List.of(known.key(), unknown)));

        assertThat(found).containsExactly(Map.entry(known.key(), known.instanceId));
    }

    @Test
    default void staleWrite_dropsThatRunOnly() {
        RunFixture stale = run("stale");
        RunFixture fresh = run("fresh");
        record(stale.start(), fresh.start());
        RunRecord late = stale.move();
        record(late);

        Set<UUID> lost = record(late, fresh.move());

        assertThat(lost).containsExactly(stale.instanceId);
        assertThat(history(stale.instanceId)).hasSize(2);
        assertThat(history(fresh.instanceId)).hasSize(2);
        assertThat(store().reads().findInstance(stale.instanceId).orElseThrow().sequenceNumber())
                .isEqualTo(2);
    }

    @Test
    default void rowThatStaysAsItIs_isNotWritten_andTheHistoryGoesOn() {
        RunFixture run = run("quiet");
        record(run.start());
        RunRecord move = run.without();

        assertThat(record(move)).isEmpty();

        WorkflowInstance read = store().reads().findInstance(run.instanceId).orElseThrow();
        assertThat(read.sequenceNumber()).isEqualTo(2);
        assertThat(read.state()).isEqualTo(WorkflowState.RUNNING);
    }

    @Test
    default void workThatIsHandedOut_needsNoRow() {
        RunFixture run = run("handed-out");
        ExecutionRow waiting = run.execution().row();
        ExecutionRow other = run.execution().row();
        record(run.start(waiting, other));

        record(run.without(waiting));

        assertThat(lockDue("queue", 10)).containsExactly(other.executionId());
    }

    @Test
    default void workThatIsNotThere_cannotBeTakenAway() {
        RunFixture run = run("faulty");
        record(run.start());
        ExecutionRow never = run.execution().row();

        assertThatThrownBy(() -> record(run.without(never))).isInstanceOf(InvariantViolation.class);

        assertThat(history(run.instanceId)).hasSize(1);
    }

    @Test
    default void twoMoves_fromTheSameEvent_oneWins() throws Exception {
        RunFixture run = run("raced");
        record(run.start());
        RunRecord move = run.move();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);

        CompletableFuture<Set<UUID>> first =
                CompletableFuture.supplyAsync(() -> store().runs().inTransaction(transaction -> {
                    Set<UUID> lost = StoreUnderTest.record(transaction, move);
                    written.countDown();
                    await(begun);
                    return lost;
                }));
        await(written);
        CompletableFuture<Set<UUID>> second = CompletableFuture.supplyAsync(() -> contested(transaction -> {
            begun.countDown();
            return StoreUnderTest.record(transaction, move);
        }));

        assertThat(first.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(second.get(10, TimeUnit.SECONDS)).containsExactly(run.instanceId);
        assertThat(history(run.instanceId)).hasSize(2);
    }

    @Test
    default void exception_leavesNothingBehind() {
        RunFixture run = run("rolled-back");

        assertThatThrownBy(() -> store().runs().inTransaction(transaction -> {
                    StoreUnderTest.record(transaction, run.start(run.execution().row()));
                    throw new IllegalArgumentException("a bug");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(store().reads().findInstance(run.instanceId)).isEmpty();
        assertThat(history(run.instanceId)).isEmpty();
        assertThat(lockDue("queue", 10)).isEmpty();
    }

    @Test
    default void exception_freesWhatWasLocked() {
        RunFixture run = run("locked");
        record(run.start(run.execution().row()));

        assertThatThrownBy(() -> store().runs().inTransaction(transaction -> {
                    StoreUnderTest.lockDue(transaction, "queue", 1);
                    throw new IllegalArgumentException("a bug");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(lockDue("queue", 1)).hasSize(1);
    }

    @Test
    default void updateOfAnUnknownExecution_isAFaultAndRollsBack() {
        RunFixture run = run("faulty");
        record(run.start());

        assertThatThrownBy(() -> record(run.move(run.execution().held().row()))).isInstanceOf(InvariantViolation.class);

        assertThat(history(run.instanceId)).hasSize(1);
    }

    static List<Payload> payloads() {
        byte[] large = new byte[1 << 20];
        Arrays.fill(large, (byte) 'x');
        large[0] = '"';
        large[large.length - 1] = '"';
        return List.of(
                Payload.ofJson("{\"nul\":\"a\\u0000b\",\"quote\":\"\\\"\",\"slash\":\"\\/\"}"),
                Payload.ofJson("{ \"b\" : 1,\n\t\"a\" : [ ] , \"a\" : 2 }"),
                Payload.ofJson("[1.00, 1e400, -0, 0.1000, 123456789012345678901234567890, 1E+2]"),
                Payload.ofJson("\"\u00fc \u20ac \ud83d\ude80 \\ud83d\""),
                Payload.ofJson(large),
                Payload.NULL);
    }

    @ParameterizedTest
    @MethodSource("payloads")
    default void payload_comesBackByteForByte(Payload payload) {
        RunFixture run = run("payload");
        run.input = payload;
        record(run.start());
        record(run.complete(payload));

        assertThat(history(run.instanceId)).extracting(Entry::payload).containsExactly(payload, payload);
        var read = store().reads().findInstance(run.instanceId).orElseThrow();
        assertThat(read.input()).isEqualTo(payload);
        assertThat(read.output()).isEqualTo(payload);
    }

    @Test
    default void events_comeBackInOrderAndWhole() {
        RunFixture run = run("history");
        String nul = "with \u0000, \"quotes\" and \ud83d\ude80";
        RunRecord start = run.start();
        RunRecord pause = run.move(new LifecycleEvent.WorkflowPaused(nul), null, List.of(), List.of());
        RunRecord signal =
                run.move(new SignalEvent.SignalReceived("paid", nul), Payload.ofJson("1.0"), List.of(), List.of());
        record(start);
        record(pause);
        record(signal);

        assertThat(history(run.instanceId))
                .containsExactly(
                        start.events().get(0),
                        pause.events().get(0),
                        signal.events().get(0));
    }

    @Test
    default void eventsOfOneTransaction_comeBackOneByOne() {
        RunFixture run = run("page");
        RunRecord start = run.start();
        RunRecord signal =
                run.move(new SignalEvent.SignalReceived("paid", "1"), Payload.ofJson("1.0"), List.of(), List.of());
        RunRecord pause = run.move(new LifecycleEvent.WorkflowPaused(null), null, List.of(), List.of());
        RunRecord again =
                run.move(new SignalEvent.SignalReceived("paid", "2"), Payload.ofJson("\"two\""), List.of(), List.of());
        List<Entry> together = Stream.of(signal, pause, again)
                .flatMap(one -> one.events().stream())
                .toList();
        record(start);

        record(new RunRecord(
                run.instanceId,
                1,
                together,
                null,
                List.of(),
                List.of(),
                List.of(),
                false,
                PermitChange.NONE,
                RunRecord.Names.SAME,
                RunRecord.Form.ROWS,
                null,
                RunRecord.Finding.PLAIN,
                false));

        assertThat(history(run.instanceId)).last().isEqualTo(again.events().get(0));
        assertThat(history(run.instanceId)).hasSize(4);
        var page = store().reads().history(run.instanceId, 2, 1);
        assertThat(page.items()).singleElement().satisfies(entry -> {
            assertThat(entry.sequenceNumber()).isEqualTo(3);
            assertThat(entry.type()).isEqualTo("WORKFLOW_PAUSED");
        });
        assertThat(page.next()).isEqualTo("3");
    }

    @Test
    default void loadEvents_answersWhatIsNewer_emptyWhenNothingIs_andNoUnknownRuns() {
        RunFixture run = run("known");
        record(run.start());
        record(run.move());
        UUID unknown = RunFixture.nextId();

        var newer = store().runs()
                .inTransaction(transaction -> transaction.loadEvents(Map.of(run.instanceId, 1L, unknown, 0L)));
        var nothing = store().runs().inTransaction(transaction -> transaction.loadEvents(Map.of(run.instanceId, 2L)));

        assertThat(newer.keySet()).containsExactly(run.instanceId);
        assertThat(newer.get(run.instanceId)).extracting(Entry::sequenceNumber).containsExactly(2L);
        assertThat(nothing).containsExactly(Map.entry(run.instanceId, List.of()));
    }

    @Test
    default void manyRuns_inOneBatch_areAllWritten() {
        RunRecord[] records = IntStream.range(0, 500)
                .mapToObj(i -> {
                    RunFixture run = run("batch-" + i);
                    return run.start(run.execution().row());
                })
                .toArray(RunRecord[]::new);

        assertThat(record(records)).isEmpty();
        assertThat(lockDue("queue", 1_000)).hasSize(500);
    }

    @Test
    default void now_isOneMomentPerTransaction_inMicroseconds() {
        var moments = store().runs().inTransaction(transaction -> List.of(transaction.now(), transaction.now()));

        assertThat(moments.get(0)).isEqualTo(moments.get(1));
        assertThat(moments.get(0).getNano() % 1_000).isZero();
    }
}
