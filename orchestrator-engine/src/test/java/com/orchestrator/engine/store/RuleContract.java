package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.store.PermitStore.PlaceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Taking of rules under the lock of their rows, and giving back without. */
interface RuleContract extends StoreUnderTest {

    private static Rule rule(String name) {
        return new Rule(name, name, 3, null);
    }

    private RuleState stateOf(Rule rule) {
        return store().runs()
                .inTransaction(transaction -> transaction.lockRules(List.of(rule)))
                .get(rule.name());
    }

    private static PermitChange taken(String rule, UUID... executions) {
        return new PermitChange(
                List.of(executions).stream().map(id -> new Permit(rule, id)).toList(), List.of());
    }

    @Test
    default void permits_areCounted_untilTheyAreGivenBack() {
        RunFixture run = run("permits");
        record(run.start(run.execution().row()));
        UUID first = RunFixture.nextId();
        UUID second = RunFixture.nextId();
        record(run.permits(taken("fair:q:a", first, second)));
        record(run.permits(taken("fair:q:b", first)));

        assertThat(stateOf(rule("fair:q:a"))).isEqualTo(new RuleState(3, 2, null, null));

        record(run.permits(new PermitChange(List.of(), List.of(new Permit("fair:q:a", first)))));
        assertThat(stateOf(rule("fair:q:a")).used()).isEqualTo(1);
        assertThat(stateOf(rule("fair:q:b")).used()).isEqualTo(1);
    }

    @Test
    default void whatIsSet_goesBeforeWhatTheDefinitionSays() {
        RateLimit rate = new RateLimit(7, Duration.ofSeconds(3), 2);
        store().limits()
                .change(
                        RuleName.queue("q"),
                        none -> Optional.of(new QueueLimit(false, null, null, 9, rate, RingWeights.DEFAULT, false)),
                        new Author("kim", "because", null));
        store().limits()
                .change(
                        RuleName.budget("default"),
                        none -> Optional.of(new Budget(4)),
                        new Author("kim", "because", null));
        Rule byDefault = new Rule("budget:x", "budget:default", 2, null);

        assertThat(stateOf(rule("queue:q"))).returns(9, RuleState::max).returns(rate, RuleState::rate);
        assertThat(stateOf(byDefault)).returns(4, RuleState::max).returns(0L, RuleState::used);
    }

    @Test
    default void rates_areKept() {
        Instant next = now().plusSeconds(5);
        store().runs().inTransaction(transaction -> {
            transaction.lockRules(List.of(rule("rate:t")));
            transaction.keepRates(Map.of("rate:t", next));
            return null;
        });

        assertThat(stateOf(rule("rate:t")).next()).isEqualTo(next);
    }

    /** Whoever waits for the lock counts what was taken under it. */
    @Test
    default void whoTakes_waitsForWhoTakes_andSeesWhatHasTaken() throws Exception {
        RunFixture run = run("racing");
        record(run.start(run.execution().row()));
        stateOf(rule("budget:heavy"));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        RunRecord taking = run.permits(taken("budget:heavy", RunFixture.nextId()));

        CompletableFuture<Long> first =
                CompletableFuture.supplyAsync(() -> store().runs().inTransaction(transaction -> {
                    long used = used(transaction);
                    locked.countDown();
                    RunStoreContract.await(asked);
                    StoreUnderTest.record(transaction, taking);
                    return used;
                }));
        RunStoreContract.await(locked);
        CompletableFuture<Long> second =
                CompletableFuture.supplyAsync(() -> store().runs().inTransaction(transaction -> {
                    asked.countDown();
                    return used(transaction);
                }));

        assertThat(first.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    private static long used(RunTransaction transaction) {
        return transaction
                .lockRules(List.of(rule("budget:heavy")))
                .get("budget:heavy")
                .used();
    }

    @Test
    default void manyWhoTake_neverTakeMoreThanThereIs() {
        RunFixture run = run("crowd");
        record(run.start(run.execution().row()));
        List<RunFixture> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RunFixture one = run("crowd-" + i);
            record(one.start(one.execution().row()));
            runs.add(one);
        }
        List<CompletableFuture<Boolean>> takers = runs.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> store().runs().inTransaction(transaction -> {
                    boolean room = used(transaction) < 3;
                    if (room) {
                        StoreUnderTest.record(transaction, one.permits(taken("budget:heavy", RunFixture.nextId())));
                    }
                    return room;
                })))
                .toList();

        assertThat(takers.stream().filter(CompletableFuture::join)).hasSize(3);
        assertThat(stateOf(rule("budget:heavy")).used()).isEqualTo(3);
    }

    @Test
    default void workThatMakesWay_isFoundInItsLine_andStaysThereWhenItsRowChanges() {
        RunFixture run = run("lines");
        ExecutionBuilder work = run.execution().place(5);
        record(run.start(work.row()));
        Strand line = new Strand("queue", "fair:queue:a", work.row().priority().ordinal());
        store().runs().inTransaction(transaction -> {
            StoreUnderTest.lockDue(transaction, "queue", 1);
            transaction.moveToLines(Map.of(work.executionId, line.line()));
            return null;
        });
        record(run.move(work.readyAgain(2).row()));

        assertThat(lockDue("queue", 5)).isEmpty();
        List<DueExecution> found = store().runs()
                .inTransaction(transaction -> transaction.lockDueExecutions(
                        StoreUnderTest.EVERY_LANE, List.of(StoreUnderTest.first(5, line))));
        assertThat(found)
                .containsExactly(new DueExecution(run.instanceId, line, new QueuePosition(5, work.executionId)));
        assertThat(store().leases().whatIsDue(Set.of("queue")).strands()).containsExactly(line);
    }

    private long place(FairShare share) {
        return store().runs()
                .inTransaction(transaction -> transaction.takePlaces(List.of(share)))
                .get(share);
    }

    @Test
    default void places_goOnFromTheKeysLast_orFromTheHeadOfWhatWaits_orFromTheFurthest() {
        RunFixture run = run("places");
        ExecutionBuilder waiting = run.execution().place(100);
        Strand strand = waiting.row().strand();

        assertThat(place(new FairShare(strand, "a", 10))).isEqualTo(10);
        assertThat(place(new FairShare(strand, "a", 20))).isEqualTo(30);
        assertThat(place(new FairShare(strand, "b", 5))).as("nothing waits").isEqualTo(35);
        record(run.start(waiting.row()));
        assertThat(place(new FairShare(strand, "b", 7))).as("the head waits").isEqualTo(107);
        assertThat(place(new FairShare(strand, "b", 7))).as("its own last").isEqualTo(114);
        Strand other = new Strand("other", strand.line(), strand.ring());
        assertThat(place(new FairShare(other, "b", 3))).isEqualTo(3);
    }

    private List<String> keys(Strand strand) {
        List<String> keys = new ArrayList<>();
        Optional<PlaceKey> last = Optional.of(PlaceKey.BEFORE_ALL);
        while (last.isPresent()) {
            last = store().permits().forgetPlaces(last.get(), 1);
            last.filter(place -> place.strand().equals(strand)).ifPresent(place -> keys.add(place.key()));
        }
        return keys;
    }

    /** What is forgotten would not have moved the next place of its key. */
    @Test
    default void places_ofKeysThatHaveFallenBehind_areForgotten() {
        RunFixture run = run("past");
        ExecutionBuilder waiting = run.execution().place(100);
        Strand strand = waiting.row().strand();
        Strand other = new Strand(strand.queue(), "line", strand.ring());
        place(new FairShare(strand, "a", 10));
        place(new FairShare(strand, "b", 50));
        record(run.start(waiting.row()));
        place(new FairShare(strand, "c", 20));
        place(new FairShare(strand, "d", 30));
        place(new FairShare(other, "a", 10));

        assertThat(keys(strand)).containsExactly("a", "b", "c", "d");
        assertThat(keys(strand)).as("beyond the head of what waits").containsExactly("c", "d");
        assertThat(keys(other)).as("the furthest").containsExactly("a");
        assertThat(place(new FairShare(strand, "c", 20))).isEqualTo(140);
        assertThat(place(new FairShare(strand, "a", 10))).isEqualTo(110);

        record(run.without(waiting.row()));
        keys(strand);
        assertThat(keys(strand)).as("nothing waits").containsExactly("c");
        assertThat(place(new FairShare(strand, "d", 5))).isEqualTo(145);
    }

    @Test
    default void permits_areListedInOrder_andCountedByBudget() {
        RunFixture run = run("listed");
        record(run.start(run.execution().row()));
        UUID first = RunFixture.nextId();
        UUID second = RunFixture.nextId();
        record(run.permits(taken("budget:b", second, first)));
        record(run.permits(taken("budget:a", first)));
        record(run.permits(taken("queue:q", first)));

        List<Permit> all = store().permits().list(null, 10);
        assertThat(all)
                .containsExactly(
                        new Permit("budget:a", first),
                        new Permit("budget:b", first),
                        new Permit("budget:b", second),
                        new Permit("queue:q", first));
        assertThat(store().permits().list(all.get(1), 1)).containsExactly(all.get(2));
        assertThat(store().permits().budgets(10))
                .containsOnly(Map.entry(RuleName.budget("a"), 1L), Map.entry(RuleName.budget("b"), 2L));
        assertThat(store().permits().budgets(1)).containsOnlyKeys(RuleName.budget("b"));
    }

    /** Whoever ends an attempt has it first. */
    @Test
    default void permitsThatAreLocked_areNotThereForOthers() {
        RunFixture run = run("locked");
        record(run.start(run.execution().row()));
        Permit held = new Permit("budget:b", RunFixture.nextId());
        record(run.permits(new PermitChange(List.of(held), List.of())));
        Permit gone = new Permit("budget:b", RunFixture.nextId());

        store().runs().inTransaction(transaction -> {
            assertThat(transaction.lockPermits(List.of(held, gone))).containsExactly(held);
            Set<Permit> left = store().runs().inTransaction(other -> other.lockPermits(List.of(held)));
            assertThat(left).isEmpty();
            transaction.givePermitsBack(List.of(held));
            return null;
        });

        assertThat(store().permits().list(null, 10)).isEmpty();
    }

    @Test
    default void places_ofABatch_areTakenTogether() {
        Strand strand = run("batch").execution().row().strand();
        FairShare a = new FairShare(strand, "a", 10);
        FairShare b = new FairShare(strand, "b", 30);

        Map<FairShare, Long> taken = store().runs().inTransaction(transaction -> transaction.takePlaces(List.of(a, b)));

        assertThat(taken).containsOnly(Map.entry(a, 10L), Map.entry(b, 30L));
    }
}
