package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.history.AttemptEvent.PermitsTaken;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Author;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits that are new while attempts are under way that have asked none of them. */
interface AdoptionContract extends StoreUnderTest {

    RuleName HEAVY = RuleName.budget("heavy");
    RuleName WORK = RuleName.queue("work");

    /** A server, its time moved with that of the store. */
    final class Server {

        final SettableClock clock = SettableClock.standing();
        final SteppedEngine engine;

        Server(EngineStore store, int seed) {
            engine = new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(seed), nanos -> {});
        }

        List<LeasedTask> poll(int max, List<LeasedTask> done) {
            List<TaskReport> reports = done.stream()
                    .map(task -> TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                    .toList();
            var answer = engine.tasks()
                    .poll(new PollRequest(
                            "w", List.of("work"), max, Duration.ZERO, Duration.ofMinutes(5), reports, List.of()));
            engine.settle();
            return answer.join().tasks();
        }

        List<LeasedTask> poll(int max) {
            return poll(max, List.of());
        }
    }

    private Server server(int seed) {
        Server server = new Server(store(), seed);
        server.engine.workflows().registerWorkflow(document());
        return server;
    }

    private static byte[] document() {
        return """
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: test
                name: heavy
                tasks:
                  - {id: t, task: work, budget: heavy, fairness: {key: "${ input.key }"}}
                """.getBytes(StandardCharsets.UTF_8);
    }

    private static List<UUID> start(Server server, int count) {
        List<UUID> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var started = server.engine
                    .workflows()
                    .startWorkflow(new StartWorkflowRequest(
                            "test",
                            "heavy",
                            UUID.randomUUID().toString(),
                            Payload.ofJson("{\"key\": \"k\"}"),
                            Map.of(),
                            null,
                            null,
                            null,
                            null));
            server.engine.settle();
            runs.add(started.join().instanceId());
        }
        return runs;
    }

    private static JobRequest job(int number) {
        return new JobRequest(
                "work",
                Payload.EMPTY_OBJECT,
                "j" + number,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                JobHistory.NONE,
                null);
    }

    private void set(RuleName rule, @Nullable Limit limit) {
        store().limits().change(rule, before -> Optional.ofNullable(limit), new Author("kim", "because", null));
    }

    private static QueueLimit atMost(int max) {
        return new QueueLimit(false, null, null, max, null, RingWeights.DEFAULT, false);
    }

    private void pass(Duration time, Server... servers) {
        advance(time);
        Stream.of(servers).forEach(server -> server.clock.advance(time));
    }

    /** @return after how many sweeps of a second no limit is new any more */
    private int adopt(Server... servers) {
        int seconds = 0;
        for (; !store().limits().read().adopting().isEmpty() && seconds < 20; seconds++) {
            pass(Duration.ofSeconds(1), servers);
            for (Server server : servers) {
                server.engine.sweep();
                server.engine.settle();
            }
        }
        assertThat(store().limits().read().adopting()).isEmpty();
        Stream.of(servers).forEach(server -> server.engine.sweep());
        return seconds;
    }

    private long used(RuleName rule) {
        return store().permits().list(null, 1_000).stream()
                .filter(permit -> permit.rule().equals(rule.text()))
                .count();
    }

    private List<PermitsTaken> adopted(List<UUID> runs) {
        return runs.stream()
                .flatMap(run -> history(run).stream())
                .map(entry -> entry.event())
                .filter(PermitsTaken.class::isInstance)
                .map(PermitsTaken.class::cast)
                .toList();
    }

    @Test
    default void whatAKilledServerHasHandedOut_isCounted_andNothingIsLetInUntilItFits() {
        Server killed = server(1);
        List<UUID> runs = start(killed, 6);
        List<LeasedTask> taken = killed.poll(3);
        assertThat(taken).hasSize(3);
        LeasedTask renewed = taken.get(0);
        killed.engine.tasks().renewLease("w", new LeaseRenewal(renewed.executionId(), renewed.fenceToken(), null));
        killed.engine.settle();

        set(HEAVY, new Budget(2));
        Server other = server(2);
        assertThat(other.poll(5)).as("a limit that is new is shut").isEmpty();
        assertThat(adopt(other)).isLessThanOrEqualTo(6);

        assertThat(used(HEAVY)).isEqualTo(3);
        assertThat(adopted(runs)).hasSize(3).allMatch(event -> event.permits().equals(List.of("budget:heavy")));
        assertThat(other.poll(5)).isEmpty();
        assertThat(other.poll(5, taken.subList(0, 1))).isEmpty();
        assertThat(other.poll(5, taken.subList(1, 2))).hasSize(1);
        assertThat(used(HEAVY)).isEqualTo(2);
    }

    @Test
    default void serversThatCountAtTheSameTime_countOnce() {
        Server first = server(1);
        Server second = server(2);
        List<UUID> runs = start(first, 4);
        first.poll(2);
        second.engine.sweep();
        second.poll(1);

        set(WORK, atMost(3));
        set(RuleName.fair("work", "k"), new FairnessLimit(null, 4));
        adopt(first, second);

        assertThat(used(WORK)).isEqualTo(3);
        assertThat(used(RuleName.fair("work", "k"))).isEqualTo(3);
        assertThat(adopted(runs)).hasSize(3);
        assertThat(first.poll(5)).isEmpty();
    }

    @Test
    default void whatAnotherServerHasHandedOut_staysItsOwn_inWhatPeopleSee() {
        Server first = server(1);
        start(first, 3);
        first.poll(2);
        first.engine.sweep();
        Server second = server(2);

        set(WORK, atMost(3));
        adopt(second);

        assertThat(used(WORK)).isEqualTo(2);
        assertThat(second.engine.fleet().getQueue("work").leased()).isEqualTo(2);
    }

    @Test
    default void theBudgetOfAll_adoptsForEachWorkload() {
        Server server = server(1);
        start(server, 3);
        server.poll(2);

        set(RuleName.budget(Budget.DEFAULT_WORKLOAD), new Budget(3));
        adopt(server);

        assertThat(used(HEAVY)).isEqualTo(2);
        assertThat(server.poll(5)).hasSize(1);
    }

    @Test
    default void aLimitThatIsLowered_isNeverShut_andLetsNothingInUntilItFits() {
        Server first = server(1);
        Server second = server(2);
        set(HEAVY, new Budget(4));
        adopt(first, second);
        start(first, 6);
        first.engine.sweep();
        List<LeasedTask> taken = first.poll(9);
        assertThat(taken).hasSize(4);

        set(HEAVY, new Budget(2));
        assertThat(store().limits().read().adopting()).isEmpty();
        second.poll(0, taken.subList(0, 2));
        assertThat(second.poll(5)).isEmpty();
        second.engine.sweep();
        assertThat(second.poll(5)).isEmpty();
        second.poll(0, taken.subList(2, 3));
        assertThat(second.poll(5)).hasSize(1);
        assertThat(used(HEAVY)).isEqualTo(2);
    }

    @Test
    default void aLimitThatIsTakenAwayAndSetAnew_countsWhatWasHandedOutBeforeAndBetween() {
        Server first = server(1);
        set(HEAVY, new Budget(1));
        adopt(first);
        List<UUID> runs = start(first, 5);
        first.engine.sweep();
        assertThat(first.poll(9)).hasSize(1);
        set(HEAVY, null);
        pass(Duration.ofSeconds(1), first);
        first.engine.sweep();
        assertThat(first.poll(2)).hasSize(2);

        set(HEAVY, new Budget(2));
        Server second = server(2);
        adopt(second);

        assertThat(used(HEAVY)).isEqualTo(3);
        assertThat(adopted(runs)).hasSize(2);
        assertThat(second.poll(5)).isEmpty();
    }

    /** What a server knows of limits lapses before any is opened, whatever holds up its sweeps. */
    @Test
    default void aServerThatHasNotHeardOfIt_handsNothingOutOnceItIsOpen() {
        Server deaf = server(1);
        start(deaf, 5);
        deaf.engine.sweep();
        Server other = server(2);
        set(HEAVY, new Budget(1));
        adopt(other);
        assertThat(other.poll(5)).hasSize(1);
        deaf.clock.advance(Duration.ofSeconds(6));

        start(deaf, 3);
        assertThat(deaf.poll(5)).isEmpty();

        assertThat(used(HEAVY)).isEqualTo(1);
    }

    @Test
    default void whatABatchIsAboutToHandOut_isWaitedFor() throws Exception {
        Server server = server(1);
        List<UUID> runs = start(server, 2);
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<?> batch =
                CompletableFuture.runAsync(() -> store().runs().inTransaction(transaction -> {
                    transaction.loadEvents(Map.of(runs.get(0), 0L));
                    open.countDown();
                    RunStoreContract.await(end);
                    return null;
                }));
        RunStoreContract.await(open);
        set(HEAVY, new Budget(1));
        for (int second = 0; second < 8; second++) {
            pass(Duration.ofSeconds(1), server);
            server.engine.sweep();
            server.engine.settle();
        }
        assertThat(store().limits().read().adopting()).containsKey(HEAVY);
        assertThat(server.poll(5)).isEmpty();

        end.countDown();
        batch.join();
        adopt(server);
        assertThat(server.poll(5)).hasSize(1);
    }

    @Test
    default void aJobWithoutHistory_isCountedAsWell() {
        Server server = server(1);
        for (int i = 0; i < 3; i++) {
            var put = server.engine.jobs().putJob(job(i));
            server.engine.settle();
            assertThat(put.join().deduplicated()).isFalse();
        }
        List<LeasedTask> taken = server.poll(2);
        assertThat(taken).hasSize(2);

        set(WORK, atMost(2));
        adopt(server(2));

        assertThat(used(WORK)).isEqualTo(2);
        pass(Duration.ofSeconds(3), server);
        server.engine.sweep();
        assertThat(server.poll(1)).isEmpty();
        assertThat(server.poll(1, taken)).hasSize(1);
        assertThat(used(WORK)).isEqualTo(1);
        assertThat(taken).allMatch(task -> history(task.instanceId()).isEmpty());
    }

    @Test
    default void permitsWhoseAttemptIsOver_areFound_givenBack_andCounted() {
        Server server = server(1);
        set(HEAVY, new Budget(2));
        adopt(server);
        start(server, 4);
        server.engine.sweep();
        List<LeasedTask> taken = server.poll(2);
        server.poll(0, taken.subList(0, 1));
        RunFixture other = run("other");
        record(other.start(other.execution().row()));
        Permit over = new Permit(HEAVY.text(), taken.get(0).executionId());
        Permit ofNobody = new Permit(HEAVY.text(), RunFixture.nextId());
        Permit held = new Permit(HEAVY.text(), taken.get(1).executionId());
        record(other.permits(new PermitChange(List.of(over, ofNobody), List.of())));
        assertThat(server.poll(5)).isEmpty();

        server.engine.sweep();
        server.engine.settle();

        assertThat(store().permits().list(null, 10)).containsExactly(held);
        assertThat(server.engine.figure("orchestrator_permit_differences_total"))
                .isEqualTo(2);
        assertThat(server.engine.figure("orchestrator_budget_used")).isEqualTo(1);
        assertThat(server.poll(5)).hasSize(1);
        server.engine.sweep();
        assertThat(server.engine.figure("orchestrator_permit_differences_total"))
                .isEqualTo(2);
        assertThat(server.engine.figure("orchestrator_budget_used")).isEqualTo(2);
    }

    /** Limits come and go at random while servers are killed: whoever is let in by one fits in it, with all that is under way. */
    @Test
    default void whateverIsSetAndKilled_nobodyIsLetInBeyondALimit() {
        Random random = new Random(11);
        Server[] servers = {server(1), server(2)};
        List<UUID> runs = start(servers[0], 40);
        Map<UUID, LeasedTask> open = new LinkedHashMap<>();
        Budget budget = null;
        for (int step = 0; step < 300; step++) {
            int who = random.nextInt(2);
            if (random.nextInt(20) == 0) {
                servers[who] = server(step + 3);
            }
            if (random.nextInt(25) == 0) {
                budget = random.nextInt(3) == 0 ? null : new Budget(1 + random.nextInt(4));
                set(HEAVY, budget);
            }
            if (random.nextInt(3) == 0) {
                pass(Duration.ofSeconds(1), servers);
                servers[who].engine.sweep();
                servers[who].engine.settle();
            }
            List<LeasedTask> done = open.values().stream()
                    .filter(task -> random.nextInt(6) == 0)
                    .toList();
            done.forEach(task -> open.remove(task.executionId()));
            List<LeasedTask> taken = servers[who].poll(random.nextInt(4), done);
            taken.forEach(task -> open.put(task.executionId(), task));
            judge(taken, open.size(), budget);
        }
        set(HEAVY, null);
        for (int step = 0;
                step < 100 && open.size() + store().permits().list(null, 9).size() > 0;
                step++) {
            pass(Duration.ofSeconds(1), servers);
            servers[0].engine.sweep();
            List<LeasedTask> next = servers[0].poll(5, List.copyOf(open.values()));
            open.clear();
            next.forEach(task -> open.put(task.executionId(), task));
        }
        assertThat(store().permits().list(null, 9)).isEmpty();
        assertThat(runs)
                .allMatch(run -> servers[0].engine.workflows().getWorkflow(run).state() == WorkflowState.COMPLETED);
    }

    private void judge(List<LeasedTask> taken, int underWay, @Nullable Budget budget) {
        List<UUID> holders = store().permits().list(null, 1_000).stream()
                .filter(permit -> permit.rule().equals(HEAVY.text()))
                .map(Permit::executionId)
                .toList();
        if (taken.isEmpty() || budget == null) {
            return;
        }
        if (store().limits().read().adopting().isEmpty()) {
            assertThat(holders)
                    .containsAll(taken.stream().map(LeasedTask::executionId).toList());
        }
        if (taken.stream().anyMatch(task -> holders.contains(task.executionId()))) {
            assertThat(underWay).isLessThanOrEqualTo(budget.max());
        }
    }

    @Test
    default void nothingUnderWay_opensWithinSeconds() {
        Server server = server(1);
        set(HEAVY, new Budget(2));

        assertThat(adopt(server)).isBetween(3, 5);
        start(server, 3);
        assertThat(server.poll(5)).hasSize(2);
    }
}
