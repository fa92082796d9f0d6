package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Author;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How keys share a queue. Waits are counted in tasks that are handed out in the meantime. */
class FairnessTest {

    private static final int BIG = Integer.getInteger("fairness.big", 1_000);
    private static final int SMALL = 20;
    private static final int SMALL_KEYS = 9;

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine engine =
            new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(1), nanos -> {});
    private int started;

    FairnessTest() {
        register("fair", "fairness: {key: \"${ input.key }\"}");
        register("plain", "retry: {maxAttempts: 1}");
    }

    private void register(String name, String control) {
        engine.workflows().registerWorkflow("""
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: test
                name: %s
                tasks:
                  - {id: t, task: work, %s}
                """.formatted(name, control).getBytes(StandardCharsets.UTF_8));
    }

    private void start(String workflow, String key, int count) {
        for (int i = 0; i < count; i++) {
            engine.workflows()
                    .startWorkflow(new StartWorkflowRequest(
                            "test",
                            workflow,
                            key + "-" + ++started,
                            Payload.ofJson("{\"key\": \"" + key + "\"}"),
                            Map.of(),
                            null,
                            null,
                            null,
                            null));
        }
        engine.settle();
    }

    /** The keys of what is handed out, in order, up to so many. */
    private List<String> work(int count) {
        List<String> keys = new ArrayList<>();
        List<TaskReport> done = List.of();
        while (keys.size() < count) {
            var answer = engine.tasks()
                    .poll(new PollRequest(
                            "w", List.of("work"), 10, Duration.ZERO, Duration.ofMinutes(1), done, List.of()));
            engine.settle();
            List<LeasedTask> tasks = answer.join().tasks();
            if (tasks.isEmpty()) {
                return keys;
            }
            tasks.forEach(
                    task -> keys.add(task.runId().substring(0, task.runId().indexOf('-'))));
            done = tasks.stream()
                    .map(task -> TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                    .toList();
        }
        return keys;
    }

    private static int p95(List<String> order) {
        List<Integer> waits = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            if (!order.get(i).equals("big")) {
                waits.add(i);
            }
        }
        assertThat(waits).hasSize(SMALL * SMALL_KEYS);
        return waits.get(waits.size() * 95 / 100);
    }

    private void startSmall() {
        for (int key = 0; key < SMALL_KEYS; key++) {
            start("fair", "small" + key, SMALL);
        }
    }

    @Test
    void aBigKey_costsTheSmallOnes_noMoreThanTwiceTheirWait() {
        startSmall();
        int alone = p95(work(SMALL * SMALL_KEYS));

        start("fair", "big", BIG);
        assertThat(work(50)).containsOnly("big");
        startSmall();
        int beside = p95(work(BIG));

        assertThat(beside).isLessThanOrEqualTo(2 * alone);
    }

    @Test
    void keys_shareAsTheyWeigh() {
        store.limits()
                .change(
                        RuleName.fair("work", "vip"),
                        none -> Optional.of(new FairnessLimit(4, null)),
                        new Author("kim", "because", null));
        engine.sweep();
        start("fair", "one", 100);
        start("fair", "vip", 100);

        List<String> order = work(100);

        assertThat(Collections.frequency(order.subList(0, 100), "vip")).isBetween(78, 82);
    }

    /** What waited for nothing yesterday is no claim on today. */
    @Test
    void aKeyThatWasAway_beginsWithTheOthers() {
        start("fair", "busy", 200);
        work(150);
        start("fair", "new", 40);

        List<String> order = work(50);

        assertThat(Collections.frequency(order.subList(0, 40), "new")).isBetween(18, 22);
    }

    @Test
    void tasksWithoutAKey_haveTheShareOfOneKeyTogether() {
        start("fair", "one", 40);
        start("plain", "none", 40);

        List<String> order = work(40);

        assertThat(Collections.frequency(order.subList(0, 40), "none")).isBetween(18, 22);
    }
}
