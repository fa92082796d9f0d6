package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.RawCaller;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.wiring.Engine;
import com.orchestrator.server.wiring.OwnEngine;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listening over real HTTP. */
class StreamTest {

    private static final Pattern EVENT = Pattern.compile("id: (\\S+)\nevent: (\\S+)\ndata: (.*)\n\n");

    private final Engine engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.running()));
    private final TestServer server = TestServer.of(engine);

    private record Heard(String id, String type, JsonNode data) {}

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private String start(String runId) {
        server.send(server.request("/api/v1/workflows")
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        apiVersion: orchestrator/v1
                        kind: Workflow
                        namespace: shop
                        name: order
                        tasks:
                          - { id: pay, task: work }
                        """)));
        return server.post(
                        "/api/v1/workflows/shop/order/instances",
                        "{\"runId\": \"" + runId + "\", \"input\":{\n\"n\":1}}")
                .json()
                .get("instanceId")
                .asText();
    }

    private RawCaller listen(String path, String... headers) throws IOException {
        return new RawCaller(server.port())
                .say("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + String.join("", headers) + "\r\n");
    }

    /** Hears until so many events have come, whatever the chunks they came in. */
    private static List<Heard> hear(RawCaller caller, int count) throws IOException {
        List<Heard> heard = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (heard.size() < count) {
            text.append(caller.hear("\n\n").replaceAll("\r\n[0-9a-f]+\r\n", ""));
            heard.clear();
            Matcher matcher = EVENT.matcher(text);
            while (matcher.find()) {
                heard.add(new Heard(matcher.group(1), matcher.group(2), new ObjectMapper().readTree(matcher.group(3))));
            }
        }
        return heard;
    }

    @Test
    void run_isToldFromItsFirstEventOn_asCloudEvents() throws IOException {
        String instanceId = start("one");

        try (RawCaller caller = listen("/api/v1/instances/" + instanceId + "/events/stream")) {
            List<Heard> heard = hear(caller, 2);

            assertThat(heard).extracting(Heard::id).startsWith("1", "2");
            JsonNode first = heard.get(0).data();
            assertThat(first.get("specversion").asText()).isEqualTo("1.0");
            assertThat(first.get("id").asText()).isEqualTo(instanceId + "/1");
            assertThat(first.get("source").asText()).isEqualTo("/namespaces/shop/workflows/order");
            assertThat(first.get("type").asText()).isEqualTo("orchestrator.workflow.started.v1");
            assertThat(first.get("subject").asText()).isEqualTo(instanceId);
            assertThat(first.get("data").get("data").get("payload").get("n").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void run_goesOnFromTheLastEventThatWasHeard() throws IOException {
        String instanceId = start("one");

        try (RawCaller caller =
                listen("/api/v1/instances/" + instanceId + "/events/stream?after=0", "Last-Event-ID: 1\r\n")) {
            assertThat(hear(caller, 1).get(0).id()).isEqualTo("2");
        }
    }

    @Test
    void everything_isToldWhileItHappens_andAgainFromAnyPosition() throws IOException {
        start("before");
        try (RawCaller caller = listen("/api/v1/stream?namespace=shop&type=WORKFLOW_STARTED")) {
            caller.hear("\n\n");
            start("one");
            start("two");

            List<Heard> heard = hear(caller, 2);
            assertThat(heard)
                    .extracting(one -> one.data().get("runid").asText())
                    .containsExactly("one", "two");
            try (RawCaller again = listen(
                    "/api/v1/stream?type=WORKFLOW_STARTED&after=" + heard.get(0).id())) {
                assertThat(hear(again, 1)).isEqualTo(heard.subList(1, 2));
            }
        }
    }

    @Test
    void fromTheBeginning_everythingIsTold() throws IOException {
        start("one");
        start("two");

        try (RawCaller caller = listen("/api/v1/stream?after=0&type=WORKFLOW_STARTED&workflow=order")) {
            assertThat(hear(caller, 2))
                    .extracting(one -> one.data().get("runid").asText())
                    .containsExactly("one", "two");
        }
    }

    @Test
    void manyTypes_areMoreThanOneNameMayBe_andOneMayBeSaidTwice() throws IOException {
        start("one");
        String types =
                "WORKFLOW_PAUSED,WORKFLOW_RESUMED,WORKFLOW_REOPENED,WORKFLOW_ENDED,ROLLBACK_STARTED,ROLLBACK_RESUMED,"
                        + "TASK_SKIPPED_BY_HAND,TASK_COMPLETED_BY_HAND,TASK_RETRIED_BY_HAND,UNDO_RETRIED_BY_HAND,UNDO_SKIPPED_BY_HAND,"
                        + "UNDO_RESOLVED_BY_HAND,WORKFLOW_STARTED,WORKFLOW_STARTED";
        assertThat(types).hasSizeGreaterThan(255);

        try (RawCaller caller = listen("/api/v1/stream?after=0&type=" + types)) {
            assertThat(hear(caller, 1).get(0).type()).isEqualTo("WORKFLOW_STARTED");
        }
        assertThat(server.get("/api/v1/stream?type=" + "A,".repeat(100) + "A").status())
                .isEqualTo(400);
        assertThat(server.get("/api/v1/stream?type=" + "A".repeat(256)).text())
                .contains("/type", "is longer than 255 characters");
    }

    @Test
    void whatCannotBeMeant_isRefusedBeforeAnythingIsTold() {
        TestServer.Answer position = server.get("/api/v1/stream?after=yesterday");
        TestServer.Answer type = server.get("/api/v1/stream?type=TASK_COMPLETE");
        TestServer.Answer run = server.get("/api/v1/instances/0190a5b0-0000-7000-8000-000000000000/events/stream");
        TestServer.Answer sequence =
                server.get("/api/v1/instances/0190a5b0-0000-7000-8000-000000000000/events/stream?after=x");

        assertThat(position.status()).isEqualTo(400);
        assertThat(type.status()).isEqualTo(400);
        assertThat(type.text()).contains("/type", "did you mean 'TASK_COMPLETED'?");
        assertThat(run.status()).isEqualTo(404);
        assertThat(sequence.status()).isEqualTo(400);
    }

    @Test
    void headOfAStream_isAnAnswer() {
        TestServer.Answer head =
                server.send(server.request("/api/v1/stream").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
    }

    @Test
    void whenTheServerDrains_listenersAreLetGo() throws IOException {
        try (RawCaller caller = listen("/api/v1/stream", "Connection: close\r\n")) {
            caller.hear("\n\n");

            server.drain.begin();

            assertThat(caller.hearAll()).doesNotContain("event:");
            assertThat(server.get("/api/v1/stream").status()).isEqualTo(503);
        }
    }
}
