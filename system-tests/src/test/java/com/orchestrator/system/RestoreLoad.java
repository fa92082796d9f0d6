package com.orchestrator.system;

import static com.orchestrator.system.http.Api.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.system.http.Api;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/** Sagas of which every other one is undone, and workers that go on whatever happens to the database. */
final class RestoreLoad implements AutoCloseable {

    private static final int WORKERS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Of a run that is gone, or a lease that is over. */
    private static final Set<Integer> REFUSALS = Set.of(404, 409);

    private final Api api;
    private final String name;
    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private int started;
    private volatile boolean isClosed;

    RestoreLoad(Api api, String name) {
        this.api = api;
        this.name = name;
        for (int i = 0; i < WORKERS; i++) {
            TaskHand hand = new TaskHand(api, name + "-" + i);
            threads.execute(() -> loop(hand));
        }
    }

    void start(int runs) {
        for (int i = 0; i < runs; i++) {
            ObjectNode request = JSON.createObjectNode().put("runId", name + "-" + started++);
            api.post("/workflows/test/" + name + "/instances", request).mustBeOk();
        }
    }

    private void loop(TaskHand hand) {
        try {
            while (!isClosed) {
                poll(hand);
            }
        } catch (RuntimeException | AssertionError e) {
            faults.add(hand + " died of " + e);
        }
    }

    private void poll(TaskHand hand) {
        ObjectNode request = JSON.createObjectNode()
                .put("workerId", hand.workerId())
                .put("max", 2)
                .put("wait", "200ms");
        request.putArray("queues").add(name).add(name + "-pay").add(name + "-undo");
        for (JsonNode task : api.post("/tasks/poll", request).mustBeOk().get("tasks")) {
            boolean isOdd = task.get("runId").asText().matches(".*[13579]");
            boolean isRefused = isOdd && task.get("taskType").asText().endsWith("-pay");
            Api.Answer answer = isRefused ? hand.sayNo(task) : hand.complete(task, "now");
            if (answer.isOk()) {
                noteEnd(task);
            } else if (!REFUSALS.contains(answer.status())) {
                faults.add(answer + " to " + task);
            }
        }
    }

    private void noteEnd(JsonNode task) {
        if (!task.get("taskType").asText().equals(name)) {
            ended.add(task.get("runId").asText());
        }
    }

    /** So many have been paid, or refused. */
    void awaitEnds(int count) {
        Awaitility.await("ends of runs")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ended.size() >= count || !faults.isEmpty());
    }

    /** None of those that are there is open. */
    void awaitRest() {
        Awaitility.await("rest")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() ->
                        List.of("RUNNING", "COMPENSATING", "SUSPENDED").stream().allMatch(this::isNone));
    }

    private boolean isNone(String state) {
        return api.get("/instances?limit=1&workflow=" + name + "&state=" + state)
                .mustBeOk()
                .get("items")
                .isEmpty();
    }

    List<String> faults() {
        return faults;
    }

    @Override
    public void close() {
        isClosed = true;
        threads.shutdownNow();
    }
}
