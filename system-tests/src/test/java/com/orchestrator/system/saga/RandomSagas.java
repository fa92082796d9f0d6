package com.orchestrator.system.saga;

import static com.orchestrator.system.http.Api.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.system.http.Api;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Random workflows, run by random workers, all following from one seed but for the timing. */
public final class RandomSagas implements AutoCloseable {

    private static final int CANCELLED_ONE_IN = 7;

    private final Api api;
    private final String queue;
    private final SagaLedger ledger = new SagaLedger();
    private final SagaWorkers workers;
    private final Map<String, Saga> sagas = new LinkedHashMap<>();

    private record Saga(SagaDefinition definition, String instanceId) {}

    public RandomSagas(List<URI> servers, long seed) {
        this.api = new Api(servers);
        this.queue = "random-" + seed;
        this.workers = new SagaWorkers(api, ledger, queue, seed);
    }

    /** Registers and starts workflows, sends their signals, and changes its mind about some. */
    public void begin(int count) {
        for (int i = 0; i < count; i++) {
            String name = queue + "-" + sagas.size();
            Random random = new Random(name.hashCode());
            SagaDefinition definition = new SagaDefinition(random, name, queue);
            api.post("/workflows", definition.document()).mustBeOk();
            Saga saga = new Saga(definition, start(name, random.nextInt(100)));
            sagas.put(name, saga);
            definition.signals().forEach(signal -> signal(saga, signal));
            if (random.nextInt(CANCELLED_ONE_IN) == 0) {
                cancel(saga);
            }
        }
    }

    private String start(String name, int n) {
        ObjectNode request = JSON.createObjectNode().put("runId", name);
        request.putObject("input").put("n", n);
        return api.post("/workflows/random/" + name + "/instances", request)
                .mustBeOk()
                .get("instanceId")
                .asText();
    }

    private void signal(Saga saga, String signal) {
        ObjectNode message = JSON.createObjectNode().put("signalId", signal);
        message.putObject("payload");
        mustBeOkOrTooLate(api.post("/instances/" + saga.instanceId + "/signals/" + signal, message));
    }

    private void cancel(Saga saga) {
        ObjectNode request = JSON.createObjectNode().put("reason", "changed my mind");
        mustBeOkOrTooLate(api.post("/instances/" + saga.instanceId + "/cancel", request));
    }

    /** The run may have ended before. */
    private static void mustBeOkOrTooLate(Api.Answer answer) {
        if (!answer.body().path("code").asText().equals("ILLEGAL_STATE")) {
            answer.mustBeOk();
        }
    }

    /** Waits for every end, and for what latecomers set in motion after it. */
    public void awaitEnd() {
        sagas.values().forEach(this::awaitEnd);
        workers.awaitLatecomers();
        sagas.values().forEach(this::awaitEnd);
    }

    private void awaitEnd(Saga saga) {
        Api.Answer answer = new Api.Answer(202, JSON.nullNode());
        for (int i = 0; i < 30 && answer.status() == 202; i++) {
            answer = api.get("/instances/" + saga.instanceId + "/result?wait=2s");
        }
        if (answer.status() != 200) {
            throw new AssertionError("No end of " + saga.instanceId + " " + answer + ": " + saga.definition.document());
        }
    }

    /** Whatever is not as promised. */
    public List<String> faults() {
        Stream<String> ofRuns =
                sagas.entrySet().stream().flatMap(saga -> judge(saga.getKey(), saga.getValue()).faults().stream());
        return Stream.concat(ledger.violations().stream(), ofRuns).toList();
    }

    private SagaJudge judge(String runId, Saga saga) {
        JsonNode instance = api.get("/instances/" + saga.instanceId).mustBeOk();
        return new SagaJudge(saga.definition, instance, api.history(saga.instanceId), ledger.of(runId));
    }

    /** How many runs ended how, so that a test can tell that something happened at all. */
    public Map<String, Integer> ends() {
        Map<String, Integer> ends = new LinkedHashMap<>();
        for (Saga saga : sagas.values()) {
            String state =
                    api.get("/instances/" + saga.instanceId).body().get("state").asText();
            ends.merge(state, 1, Integer::sum);
        }
        return ends;
    }

    @Override
    public void close() {
        workers.close();
    }
}
