package com.orchestrator.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.webhook.WebhookSignature;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.webhook.Receiver.Call;
import com.orchestrator.server.wiring.OwnEngine;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** A whole engine in memory behind the REST surface, and receivers on this machine. */
final class WebhookWorld implements AutoCloseable {

    static final String SECRET = WebhookSignature.newSecret();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final OwnEngine engine = OwnEngine.onLocal(
            new InMemoryEngineStore(SettableClock.running()),
            new HttpCourier(AddressRules.of(true, List.of(), List.of("127.0.0.1"))));
    final TestServer server = TestServer.of(engine);
    final Receiver receiver = new Receiver(SECRET);
    private final List<String> runs = new ArrayList<>();

    WebhookWorld() {
        server.send(server.request("/api/v1/workflows")
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        apiVersion: orchestrator/v1
                        kind: Workflow
                        namespace: shop
                        name: order
                        tasks:
                          - { id: one, set: { a: 1 } }
                          - { id: two, set: { b: 2 } }
                        """)));
    }

    void start(int count) {
        for (int i = 0; i < count; i++) {
            runs.add(server.post("/api/v1/workflows/shop/order/instances", "{\"runId\":\"r" + runs.size() + "\"}")
                    .json()
                    .get("instanceId")
                    .asText());
        }
    }

    String run(int number) {
        return runs.get(number);
    }

    Answer put(String name, String more) {
        return putTo(name, receiver.url(), more);
    }

    Answer putTo(String name, String url, String more) {
        return put(name, url, SECRET, more);
    }

    Answer rotate(String name, String secret) {
        return put(name, receiver.url(), secret, "");
    }

    private Answer put(String name, String url, String secret, String more) {
        Answer answer = server.send(server.request("/api/v1/webhooks/" + name)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"url\":\"" + url + "\",\"secret\":\"" + secret
                        + "\",\"reason\":\"they ask for it\"" + more + "}")));
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
        return answer;
    }

    Answer get(String path) {
        return server.get("/api/v1/webhooks/" + path);
    }

    Answer post(String path, String body) {
        return server.post("/api/v1/webhooks/" + path, body);
    }

    JsonNode webhook(String name) {
        return get(name).json();
    }

    /** Looked at again and again, since nothing tells us. */
    static void await(String what, BooleanSupplier until) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!until.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Sequence numbers of each run in the order in which they were first taken. */
    static Map<String, List<Long>> firstTaken(Receiver receiver) {
        Map<String, List<Long>> byRun = new TreeMap<>();
        Set<String> known = new HashSet<>();
        for (Call call : receiver.taken()) {
            if (known.add(call.id())) {
                byRun.computeIfAbsent(call.run(), run -> new ArrayList<>()).add(call.sequence());
            }
        }
        return byRun;
    }

    /** What histories say of all runs that were started. */
    Map<String, List<Long>> histories() {
        Map<String, List<Long>> byRun = new TreeMap<>();
        for (String run : runs) {
            int length = server.get("/api/v1/instances/" + run + "/events?limit=100")
                    .json()
                    .get("items")
                    .size();
            byRun.put(run, LongStream.rangeClosed(1, length).boxed().toList());
        }
        return byRun;
    }

    @Override
    public void close() {
        server.close();
        engine.close();
        receiver.close();
    }
}
