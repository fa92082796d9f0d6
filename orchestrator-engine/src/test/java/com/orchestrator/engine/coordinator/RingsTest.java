package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.testkit.FlakyStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** In which shares the priorities of a queue are handed out. */
class RingsTest {

    private static final int WINDOW = 15;

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final Map<Priority, Integer> started = new EnumMap<>(Priority.class);

    private SteppedEngine engine(EngineConfig config) {
        SteppedEngine engine = new SteppedEngine(config, store, List.of(), clock, new Random(1), nanos -> {});
        engine.workflows().registerWorkflow(document("one", 1));
        engine.workflows().registerWorkflow(document("two", 2));
        return engine;
    }

    private static byte[] document(String name, int steps) {
        StringBuilder text = new StringBuilder("""
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: test
                name: %s
                tasks:
                """.formatted(name));
        for (int i = 0; i < steps; i++) {
            text.append("  - { id: t").append(i).append(", task: work }\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void start(SteppedEngine engine, String workflow, Priority priority, int count) {
        for (int i = 0; i < count; i++) {
            int number = started.merge(priority, 1, Integer::sum);
            engine.workflows()
                    .startWorkflow(new StartWorkflowRequest(
                            "test",
                            workflow,
                            priority + "-" + number,
                            Payload.EMPTY_OBJECT,
                            Map.of(),
                            priority,
                            null,
                            null,
                            null));
        }
        engine.settle();
    }

    /** Reports what it took the last time and takes more, so often; the priorities in the order in which it was handed them. */
    private static List<Priority> work(SteppedEngine engine, int calls, Random random) {
        List<Priority> order = new ArrayList<>();
        List<TaskReport> done = List.of();
        for (int i = 0; i < calls; i++) {
            var answer = engine.tasks()
                    .poll(new PollRequest(
                            "w",
                            List.of("work"),
                            1 + random.nextInt(10),
                            Duration.ZERO,
                            Duration.ofMinutes(1),
                            done,
                            List.of()));
            engine.settle();
            List<LeasedTask> tasks = answer.join().tasks();
            tasks.forEach(task -> order.add(Priority.valueOf(task.runId().substring(0, 2))));
            done = tasks.stream()
                    .map(task -> TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                    .toList();
        }
        return order;
    }

    private static List<Integer> shares(List<Priority> order) {
        return List.of(Priority.values()).stream()
                .map(priority -> Collections.frequency(order, priority))
                .toList();
    }

    private static void assertEveryWindow(List<Priority> order) {
        assertThat(order).hasSizeGreaterThan(4 * WINDOW);
        for (int from = 0; from + WINDOW <= order.size(); from++) {
            assertThat(shares(order.subList(from, from + WINDOW))).containsExactly(8, 4, 2, 1);
        }
    }

    private void startAll(SteppedEngine engine, String workflow, int count) {
        for (Priority priority : Priority.values()) {
            start(engine, workflow, priority, count);
        }
    }

    @Test
    void whileAllHaveWork_everyWindowOfFifteen_has8_4_2_1() {
        SteppedEngine engine = engine(SteppedEngine.ONE_LANE);
        startAll(engine, "one", 120);

        assertEveryWindow(work(engine, 30, new Random(1)));
    }

    /** The next step of a run goes to whoever did the last one, but not out of turn. */
    @Test
    void nextStepsOfRuns_haveNoMoreThanTheirShare() {
        SteppedEngine engine = engine(SteppedEngine.ONE_LANE);
        startAll(engine, "two", 120);

        assertEveryWindow(work(engine, 30, new Random(2)));
    }

    @Test
    void twoServers_haveTheirOwnWindows() {
        SteppedEngine first = engine(SteppedEngine.ONE_LANE);
        SteppedEngine second = engine(SteppedEngine.ONE_LANE);
        startAll(first, "one", 200);
        second.sweep();

        assertEveryWindow(work(first, 20, new Random(3)));
        assertEveryWindow(work(second, 20, new Random(4)));
    }

    /** Lanes share the wheel of their queue. */
    @Test
    void manyLanes_handOutTheSharesTogether() {
        SteppedEngine engine = engine(EngineConfig.DEFAULT);
        startAll(engine, "one", 300);

        List<Priority> order = work(engine, 40, new Random(5));

        int rounds = order.size() / WINDOW;
        List<Integer> shares = shares(order.subList(0, rounds * WINDOW));
        for (Priority priority : Priority.values()) {
            int due = RingWeights.DEFAULT.of(priority) * rounds;
            assertThat(shares.get(priority.ordinal())).isBetween(due - 8, due + 8);
        }
    }

    @Test
    void theShareOfAPriorityWithoutWork_goesToTheOthers() {
        SteppedEngine engine = engine(SteppedEngine.ONE_LANE);
        start(engine, "one", Priority.P1, 100);
        start(engine, "one", Priority.P3, 100);

        List<Priority> order = work(engine, 15, new Random(6));

        assertThat(shares(order.subList(0, 50))).containsExactly(0, 40, 0, 10);
    }

    /** However much more urgent work comes in the meantime. */
    @Test
    void theLeastUrgent_isAmongTheFirstFifteen_eachTime() {
        SteppedEngine engine = engine(SteppedEngine.ONE_LANE);
        start(engine, "one", Priority.P3, 4);
        List<Priority> order = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            start(engine, "two", Priority.P0, 20);
            start(engine, "one", Priority.P1, 20);
            start(engine, "one", Priority.P2, 20);
            order.addAll(work(engine, 1, new Random(i)));
        }

        for (int window = 0; window < 4; window++) {
            assertThat(order.subList(window * WINDOW, (window + 1) * WINDOW)).contains(Priority.P3);
        }
    }

    @Test
    void aPriorityAlone_hasEverySlot_inOrderOfAge() {
        SteppedEngine engine = engine(SteppedEngine.ONE_LANE);
        start(engine, "one", Priority.P3, 30);

        assertThat(work(engine, 10, new Random(7))).hasSize(30).containsOnly(Priority.P3);
    }

    /** A sweep says that there is work while a batch looks for it, and there is less than there are slots. */
    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void aLookEnds_whateverIsToldOfTheQueueMeanwhile() {
        List<SteppedEngine> told = new ArrayList<>();
        SteppedEngine engine = new SteppedEngine(
                SteppedEngine.ONE_LANE,
                new FlakyStore(store, new SweepsWhileOthersLook(told)),
                List.of(),
                clock,
                new Random(1),
                nanos -> {});
        engine.workflows().registerWorkflow(document("one", 1));
        start(engine, "one", Priority.P2, 3);
        told.add(engine);

        assertThat(work(engine, 10, new Random(8))).hasSize(3);
    }

    record SweepsWhileOthersLook(List<SteppedEngine> engines) implements FlakyStore.Weather {

        @Override
        public void beforeLock() {
            engines.forEach(SteppedEngine::sweep);
        }

        @Override
        public void onTheWay() {}

        @Override
        public void beforeWrites() {}

        @Override
        public void beforeCommit() {}

        @Override
        public void afterCommit() {}
    }
}
