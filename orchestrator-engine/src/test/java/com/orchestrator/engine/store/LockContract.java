package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Finding due work and leases under lock. */
interface LockContract extends StoreUnderTest {

    @Test
    default void dueWork_ofAStrand_comesByPlaceThenAge() {
        RunFixture run = run("order");
        ExecutionRow old = run.execution().task("a").place(7).row();
        ExecutionRow early = run.execution().task("b").place(3).row();
        ExecutionRow young = run.execution().task("c").place(7).row();
        record(run.start(young, early, old));

        assertThat(lockDue("queue", 10)).containsExactly(early.executionId(), old.executionId(), young.executionId());
    }

    @Test
    default void dueWork_isPassedOverUpToAPlace() {
        RunFixture run = run("passed");
        ExecutionRow first = run.execution().task("a").place(1).row();
        ExecutionRow old = run.execution().task("b").place(4).row();
        ExecutionRow young = run.execution().task("c").place(4).row();
        record(run.start(young, first, old));

        assertThat(lockDueAfter(first)).containsExactly(old.executionId(), young.executionId());
        assertThat(lockDueAfter(old)).containsExactly(young.executionId());
        assertThat(lockDueAfter(young)).isEmpty();
    }

    private List<UUID> lockDueAfter(ExecutionRow row) {
        return lock(new StrandLook(row.strand(), row.position(), 10));
    }

    private List<UUID> lock(StrandLook... looks) {
        return store()
                .runs()
                .inTransaction(transaction -> transaction.lockDueExecutions(StoreUnderTest.EVERY_LANE, List.of(looks)))
                .stream()
                .map(DueExecution::executionId)
                .toList();
    }

    @Test
    default void strands_areAskedTogether_eachUpToItsLimit() {
        RunFixture run = run("strands");
        ExecutionRow urgent = run.execution().task("a").priority(Priority.P0).row();
        ExecutionRow urgentToo = run.execution().task("b").priority(Priority.P0).row();
        ExecutionRow kept = run.execution().task("c").line("budget:heavy").row();
        ExecutionRow other = run.execution().task("d").queue("other").row();
        ExecutionRow notAsked = run.execution().task("e").row();
        record(run.start(urgent, urgentToo, kept, other, notAsked));

        List<UUID> taken = lock(
                StoreUnderTest.first(1, urgent.strand()),
                StoreUnderTest.first(5, kept.strand()),
                StoreUnderTest.first(5, other.strand()));

        assertThat(taken).containsExactlyInAnyOrder(urgent.executionId(), kept.executionId(), other.executionId());
    }

    @Test
    default void limit_isExact() {
        RunFixture run = run("limit");
        record(run.start(
                run.execution().task("a").row(),
                run.execution().task("b").row(),
                run.execution().task("c").row()));

        assertThat(lockDue("queue", 2)).hasSize(2);
    }

    @Test
    default void heldWork_workThatIsNotDue_leasedWork_andOtherQueues_areNotTaken() {
        RunFixture run = run("not-due");
        Instant soon = now().plusSeconds(60);
        ExecutionRow due = run.execution().task("due").row();
        ExecutionRow later = run.execution().task("later").availableAt(soon).row();
        record(run.start(
                due,
                later,
                run.execution().task("held").held().row(),
                run.execution().task("leased").leased("w", 1, soon).row(),
                run.execution().task("other").queue("other").row()));

        assertThat(lockDue("queue", 10)).containsExactly(due.executionId());

        advance(Duration.ofSeconds(61));
        assertThat(lockDue("queue", 10)).containsExactly(due.executionId(), later.executionId());
    }

    @Test
    default void lane_getsWorkOfItsOwnRunsOnly() {
        List<RunFixture> runs = new ArrayList<>();
        for (int shard = 0; shard < 6; shard++) {
            UUID id = RunFixture.nextId();
            long least = (id.getLeastSignificantBits() & ~(0xffL << 24)) | (shard == 5 ? 255L : shard) << 24;
            runs.add(new RunFixture(new UUID(id.getMostSignificantBits(), least), "shard-" + shard, now()));
        }
        runs.forEach(run -> record(run.start(run.execution().row())));
        LaneSelector lane = new LaneSelector(1, 3);

        List<DueExecution> taken = store().runs()
                .inTransaction(transaction -> transaction.lockDueExecutions(
                        lane, List.of(StoreUnderTest.first(10, Strand.of("queue", Priority.DEFAULT)))));

        assertThat(taken)
                .extracting(DueExecution::instanceId)
                .containsExactly(runs.get(1).instanceId, runs.get(4).instanceId);
    }

    @Test
    default void twoOpenTransactions_seeDisjointWork() throws Exception {
        RunFixture run = run("skip-locked");
        record(run.start(
                run.execution().task("a").row(),
                run.execution().task("b").row(),
                run.execution().task("c").row()));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);

        CompletableFuture<List<UUID>> first =
                CompletableFuture.supplyAsync(() -> store().runs().inTransaction(transaction -> {
                    List<UUID> taken = StoreUnderTest.lockDue(transaction, "queue", 2);
                    locked.countDown();
                    RunStoreContract.await(done);
                    return taken;
                }));
        RunStoreContract.await(locked);
        List<UUID> second = lockDue("queue", 10);
        done.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).hasSize(2).doesNotContainAnyElementsOf(second);
        assertThat(second).hasSize(1);
    }

    @Test
    default void lockLeases_tellsExpiriesOfLeasedExecutionsOnly() {
        RunFixture run = run("leases");
        Instant expiry = now().plusSeconds(30);
        ExecutionRow leased = run.execution().task("a").leased("w", 1, expiry).row();
        ExecutionRow ready = run.execution().task("b").row();
        record(run.start(leased, ready));

        Map<UUID, Instant> expiries = store().runs()
                .inTransaction(transaction ->
                        transaction.lockLeases(Set.of(leased.executionId(), ready.executionId(), RunFixture.nextId())));

        assertThat(expiries).containsExactly(Map.entry(leased.executionId(), expiry));
    }

    @Test
    default void renewal_waitsForWhoeverHasLockedTheLease() throws Exception {
        RunFixture run = run("expiring");
        ExecutionBuilder leased = run.execution().leased("w", 1, now().plusSeconds(1));
        record(run.start(leased.row()));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);

        CompletableFuture<Set<UUID>> expiring =
                CompletableFuture.supplyAsync(() -> store().runs().inTransaction(transaction -> {
                    transaction.lockLeases(Set.of(leased.executionId));
                    locked.countDown();
                    RunStoreContract.await(asked);
                    return StoreUnderTest.record(
                            transaction, run.move(leased.readyAgain(2).row()));
                }));
        RunStoreContract.await(locked);
        CompletableFuture<Map<UUID, LeaseStore.Renewed>> renewing = CompletableFuture.supplyAsync(() -> {
            asked.countDown();
            return store().leases().renew(List.of(new LeaseStore.Renewal(leased.executionId, "w", 1, null, null)));
        });

        assertThat(expiring.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(renewing.get(10, TimeUnit.SECONDS)).isEmpty();
    }
}
