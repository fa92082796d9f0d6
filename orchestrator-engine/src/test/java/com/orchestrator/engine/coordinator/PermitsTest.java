package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Author;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Work that has to ask rules before it is handed out, by two servers that share them. */
class PermitsTest {

    private static final String HEAVY = "budget:heavy";

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine first = engine(1);
    private final SteppedEngine second = engine(2);
    private final List<UUID> runs = new ArrayList<>();

    private SteppedEngine engine(int seed) {
        SteppedEngine engine =
                new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(seed), nanos -> {});
        engine.workflows().registerWorkflow(document("heavy", "budget: heavy"));
        engine.workflows().registerWorkflow(document("light", "retry: {maxAttempts: 1}"));
        engine.workflows().registerWorkflow(document("capped", "concurrency: {key: \"${ input.key }\", max: 2}"));
        engine.workflows()
                .registerWorkflow(document("tenants", "fairness: {key: \"${ input.key }\", maxConcurrent: 3}"));
        engine.workflows().registerWorkflow(document("slow", "rateLimit: {count: 2, per: 1s, burst: 2}"));
        return engine;
    }

    private static byte[] document(String name, String control) {
        return """
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: test
                name: %s
                tasks:
                  - {id: t, task: work, %s}
                """.formatted(name, control).getBytes(StandardCharsets.UTF_8);
    }

    private void start(String workflow, String key, int count) {
        for (int i = 0; i < count; i++) {
            var started = first.workflows()
                    .startWorkflow(new StartWorkflowRequest(
                            "test",
                            workflow,
                            workflow + "-" + runs.size(),
                            Payload.ofJson("{\"key\": \"" + key + "\"}"),
                            Map.of(),
                            null,
                            null,
                            null,
                            null));
            first.settle();
            runs.add(started.join().instanceId());
        }
    }

    private void set(RuleName rule, @Nullable Limit limit) {
        store.limits().change(rule, before -> Optional.ofNullable(limit), new Author("kim", "because", null));
        do {
            clock.advance(Duration.ofSeconds(1));
            List.of(first, second).forEach(server -> {
                server.sweep();
                server.settle();
            });
        } while (!store.limits().read().adopting().isEmpty());
        List.of(first, second).forEach(SteppedEngine::sweep);
    }

    private List<LeasedTask> poll(SteppedEngine engine, int max, List<TaskReport> reports) {
        var answer = engine.tasks()
                .poll(new PollRequest(
                        "w", List.of("work"), max, Duration.ZERO, Duration.ofMinutes(1), reports, List.of()));
        engine.settle();
        List<LeasedTask> tasks = answer.join().tasks();
        audit();
        return tasks;
    }

    private List<LeasedTask> poll(SteppedEngine engine, int max) {
        return poll(engine, max, List.of());
    }

    private static TaskReport done(LeasedTask task) {
        return TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT);
    }

    private static List<TaskReport> done(List<LeasedTask> tasks) {
        return tasks.stream().map(PermitsTest::done).toList();
    }

    private static Set<String> workflows(List<LeasedTask> tasks) {
        return tasks.stream().map(LeasedTask::workflow).collect(Collectors.toSet());
    }

    private static long count(List<LeasedTask> tasks, String workflow) {
        return tasks.stream().filter(task -> task.workflow().equals(workflow)).count();
    }

    /** What histories say is under way, by rule; the rows say the same. */
    private Map<String, Integer> audit() {
        Map<String, Integer> used = new HashMap<>();
        Set<String> held = new HashSet<>();
        Map<UUID, List<Entry>> histories = store.runs()
                .inTransaction(transaction ->
                        transaction.loadEvents(runs.stream().collect(Collectors.toMap(run -> run, run -> 0L))));
        histories.values().forEach(entries -> {
            Map<UUID, List<String>> open = new HashMap<>();
            entries.forEach(entry -> recount(entry, open));
            open.forEach((execution, rules) -> rules.forEach(rule -> {
                used.merge(rule, 1, Integer::sum);
                held.add(rule + " " + execution);
            }));
        });
        assertThat(store.heldPermits().stream().map(permit -> permit.rule() + " " + permit.executionId()))
                .containsExactlyInAnyOrderElementsOf(held);
        return used;
    }

    private static void recount(Entry entry, Map<UUID, List<String>> open) {
        if (entry.event() instanceof AttemptEvent.TaskLeased leased && leased.permits() != null) {
            open.put(leased.executionId(), leased.permits());
        } else if (entry.event() instanceof AttemptEvent.PermitsTaken more) {
            open.merge(
                    more.executionId(),
                    more.permits(),
                    (before, after) ->
                            Stream.concat(before.stream(), after.stream()).toList());
        } else if (entry.event() instanceof AttemptEvent.TaskCompleted ended) {
            open.remove(ended.executionId());
        } else if (entry.event() instanceof AttemptEvent.TaskFailed ended) {
            open.remove(ended.executionId());
        } else if (entry.event() instanceof AttemptEvent.LeaseExpired ended) {
            open.remove(ended.executionId());
        } else if (entry.event() instanceof AttemptEvent.TaskReleased ended) {
            open.remove(ended.executionId());
        } else if (entry.event() instanceof AttemptEvent.ExecutionCancelled ended) {
            open.remove(ended.executionId());
        }
    }

    // ---- budgets

    @Test
    void aBudget_isNeverExceeded_andHoldsUpNoOthers() {
        set(RuleName.budget("heavy"), new Budget(2));
        start("heavy", "k", 10);
        start("light", "k", 5);
        first.sweep();

        List<LeasedTask> taken = poll(first, 20);

        assertThat(count(taken, "heavy")).isEqualTo(2);
        assertThat(count(taken, "light")).isEqualTo(5);
        assertThat(audit()).containsEntry(HEAVY, 2);
        second.sweep();
        assertThat(poll(second, 5)).isEmpty();
    }

    @Test
    void whoeverWaitsForABudget_isServedAsSoonAsOneEnds_withoutASweep() {
        set(RuleName.budget("heavy"), new Budget(1));
        start("heavy", "k", 3);
        first.sweep();
        List<LeasedTask> taken = poll(first, 5);
        assertThat(taken).hasSize(1);

        var waiting = first.tasks()
                .poll(new PollRequest(
                        "w2", List.of("work"), 1, Duration.ofMinutes(1), Duration.ofMinutes(1), List.of(), List.of()));
        first.settle();
        poll(first, 0, done(taken));

        assertThat(waiting.join().tasks()).hasSize(1);
    }

    @Test
    void aBudgetThatWasLowered_letsNothingInUntilItFits_andOneThatWasRaised_doesAtOnce() {
        set(RuleName.budget("heavy"), new Budget(4));
        start("heavy", "k", 10);
        first.sweep();
        List<LeasedTask> taken = poll(first, 20);
        assertThat(taken).hasSize(4);

        set(RuleName.budget("heavy"), new Budget(2));
        poll(first, 0, done(taken.subList(0, 2)));
        assertThat(poll(first, 5)).isEmpty();
        assertThat(poll(first, 5, done(taken.subList(2, 3)))).hasSize(1);

        set(RuleName.budget("heavy"), new Budget(5));
        first.sweep();
        assertThat(poll(first, 20)).hasSize(3);
    }

    @Test
    void aBudgetForAll_countsEachWorkloadByItself() {
        set(RuleName.budget("default"), new Budget(3));
        start("heavy", "k", 5);
        first.sweep();

        assertThat(poll(first, 20)).hasSize(3);
    }

    // ---- queues

    @Test
    void aQueueThatIsPaused_handsOutNothing_untilItGoesOn() {
        start("light", "k", 4);
        set(RuleName.queue("work"), new QueueLimit(true, "psp down", "kim", null, null, RingWeights.DEFAULT, false));

        assertThat(poll(first, 5)).isEmpty();
        set(RuleName.queue("work"), null);
        assertThat(poll(first, 5)).hasSize(4);
    }

    @Test
    void aQueueWithALimit_handsOutNoMore_overServers() {
        set(RuleName.queue("work"), new QueueLimit(false, null, null, 3, null, RingWeights.DEFAULT, false));
        start("light", "k", 10);
        first.sweep();
        second.sweep();

        List<LeasedTask> here = poll(first, 2);
        List<LeasedTask> there = poll(second, 5);

        assertThat(here).hasSize(2);
        assertThat(there).hasSize(1);
        second.sweep();
        assertThat(poll(second, 5, done(there))).hasSize(1);
    }

    @Test
    void aRate_isKept_andWhoWaits_isWokenWhenItOpens() {
        set(
                RuleName.queue("work"),
                new QueueLimit(
                        false,
                        null,
                        null,
                        null,
                        new RateLimit(10, Duration.ofSeconds(1), 2),
                        RingWeights.DEFAULT,
                        false));
        start("light", "k", 10);
        first.sweep();

        assertThat(poll(first, 10)).hasSize(2);
        assertThat(poll(first, 10)).isEmpty();
        clock.advance(Duration.ofMillis(100));
        first.pass(Duration.ofMillis(100));
        assertThat(poll(first, 10)).hasSize(1);
        clock.advance(Duration.ofSeconds(10));
        first.pass(Duration.ofSeconds(10));
        assertThat(poll(first, 10)).hasSize(2);
    }

    @Test
    void aRateOfADefinition_isKept() {
        start("slow", "k", 5);
        first.sweep();

        assertThat(poll(first, 10)).hasSize(2);
        clock.advance(Duration.ofMillis(500));
        first.pass(Duration.ofMillis(500));
        assertThat(poll(first, 10)).hasSize(1);
    }

    // ---- keys

    @Test
    void whatDefinitionsSayOfKeys_isKeptForEachKey() {
        start("tenants", "a", 10);
        start("tenants", "b", 4);
        start("capped", "a", 5);
        first.sweep();
        List<LeasedTask> taken = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            taken.addAll(poll(first, 20));
        }

        assertThat(count(taken, "tenants")).isEqualTo(6);
        assertThat(count(taken, "capped")).isEqualTo(2);
        set(RuleName.fair("work", "a"), new FairnessLimit(null, 5));
        assertThat(poll(first, 20)).hasSize(2);
    }

    /** Work of a full key goes into a line of its own, and is written once. */
    @Test
    void aFullKey_makesWayForOthers() {
        start("tenants", "a", 60);
        start("light", "k", 5);
        first.sweep();

        List<LeasedTask> taken = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            taken.addAll(poll(first, 6));
        }

        assertThat(workflows(taken)).contains("light");
        assertThat(count(taken, "light")).isEqualTo(5);
        assertThat(count(taken, "tenants")).isEqualTo(3);
    }

    // ---- how attempts end

    @Test
    void permits_endWithWhateverEndsTheAttempt() {
        set(RuleName.budget("heavy"), new Budget(4));
        start("heavy", "k", 4);
        first.sweep();
        List<LeasedTask> taken = poll(first, 4);

        first.tasks().releaseTask(taken.get(0).executionId(), "w", taken.get(0).fenceToken());
        first.settle();
        assertThat(audit()).containsEntry(HEAVY, 3);
        clock.advance(Duration.ofMinutes(2));
        first.sweep();
        first.settle();
        assertThat(audit()).isEmpty();
        assertThat(store.heldPermits()).isEmpty();
    }

    /** Random polls, ends, losses and lost commits on two servers: no rule is ever exceeded, and everybody is served. */
    @Test
    void whateverHappens_noRuleIsExceeded_noPermitIsLeft_andEveryWaiterIsServed() {
        Random random = new Random(7);
        set(RuleName.budget("heavy"), new Budget(2));
        set(RuleName.queue("work"), new QueueLimit(false, null, null, 6, null, RingWeights.DEFAULT, false));
        start("heavy", "k", 12);
        start("tenants", "a", 10);
        start("capped", "c", 8);
        start("light", "k", 10);
        Map<UUID, LeasedTask> open = new HashMap<>();
        int served = 0;
        for (int step = 0; step < 4_000 && served < runs.size(); step++) {
            SteppedEngine engine = random.nextBoolean() ? first : second;
            if (random.nextInt(8) == 0) {
                store.failNextBeforeCommit();
            } else if (random.nextInt(12) == 0) {
                store.failNextAfterCommit();
            }
            List<TaskReport> reports = done(open.values().stream()
                    .filter(task -> random.nextInt(3) == 0)
                    .toList());
            reports.forEach(report -> open.remove(report.executionId()));
            poll(engine, random.nextInt(5), reports).forEach(task -> open.put(task.executionId(), task));
            Map<String, Integer> used = audit();
            assertThat(used.getOrDefault(HEAVY, 0)).isLessThanOrEqualTo(2);
            assertThat(used.getOrDefault("queue:work", 0)).isLessThanOrEqualTo(6);
            assertThat(used.getOrDefault("fair:work:a", 0)).isLessThanOrEqualTo(3);
            assertThat(used.getOrDefault("cap:test/capped/t:c", 0)).isLessThanOrEqualTo(2);
            if (random.nextInt(10) == 0) {
                clock.advance(Duration.ofSeconds(20));
                engine.sweep();
                engine.settle();
            }
            served = ended();
        }

        assertThat(served).isEqualTo(runs.size());
        assertThat(store.heldPermits()).isEmpty();
    }

    /** Some are lost so often that they wait for a person. */
    private int ended() {
        return (int) runs.stream()
                .map(run -> first.workflows().getWorkflow(run).state())
                .filter(state -> state.isTerminal() || state == WorkflowState.SUSPENDED)
                .count();
    }
}
