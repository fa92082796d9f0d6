package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.testing.FakeTasks;
import com.orchestrator.server.testing.FakeWorkflows;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One rule for names and one for times, by whatever route they come. */
class BoundsTest {

    private static final String RUN = "/api/v1/instances/" + FakeWorkflows.RUN;
    private static final String TASK = "/api/v1/tasks/" + FakeTasks.EXECUTION;
    private static final String LONG_NAME = "x".repeat(256);
    private static final String HEARTBEAT =
            "{\"queues\":[\"%s\"],\"capacity\":1,\"currentLoad\":0,\"state\":\"READY\"}";

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.open();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Method, path with a name in it, and what the name is called. */
    private static Stream<Arguments> routes() {
        return Stream.of(
                Arguments.of("PUT", "/api/v1/workers/%s/heartbeat", "/workerId"),
                Arguments.of("POST", "/api/v1/workflows/%s/order/instances", "/namespace"),
                Arguments.of("POST", "/api/v1/workflows/shop/%s/instances", "/workflow"),
                Arguments.of("POST", "/api/v1/workflows/%s/order/signal-with-start", "/namespace"),
                Arguments.of("GET", "/api/v1/workflows/%s/order", "/namespace"),
                Arguments.of("GET", "/api/v1/workflows/shop/%s/revisions", "/workflow"),
                Arguments.of("POST", RUN + "/signals/%s", "/name"),
                Arguments.of("POST", RUN + "/tasks/%s/retry", "/taskId"),
                Arguments.of("POST", RUN + "/tasks/%s/complete", "/taskId"),
                Arguments.of("GET", RUN + "/compensation-plan?from=%s", "/from"),
                Arguments.of("GET", "/api/v1/instances?namespace=%s", "/namespace"),
                Arguments.of("GET", "/api/v1/instances?cursor=%s", "/cursor"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nameInAnAddress_isHeldToTheRule(String method, String path, String pointer) {
        String tooLong = pointer.equals("/cursor") ? "x".repeat(1_001) : LONG_NAME;
        for (String name : List.of(" ", tooLong, "a\0b", "\u007f")) {
            String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            String address = path.formatted(encoded);
            assertRefused(method.equals("GET") ? server.get(address) : send(method, address, "{}"), pointer);
        }
    }

    private Answer send(String method, String address, String body) {
        return server.send(server.request(address)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/tasks/poll | {\"workerId\":\"%s\",\"queues\":[\"q\"]} | /workerId",
                "/api/v1/tasks/poll | {\"workerId\":\"w\",\"queues\":[\"%s\"]} | /queues",
                "/api/v1/tasks/logs | {\"workerId\":\"%s\",\"lines\":[]} | /workerId",
                "TASK/acquire | {\"workerId\":\"%s\"} | /workerId",
                "TASK/complete | {\"workerId\":\"%s\",\"fenceToken\":7,\"output\":1} | /workerId",
                "TASK/fail | {\"workerId\":\"%s\",\"fenceToken\":7,\"failure\":{}} | /workerId",
                "TASK/renew | {\"workerId\":\"%s\",\"fenceToken\":7} | /workerId",
                "TASK/release | {\"workerId\":\"%s\",\"fenceToken\":7} | /workerId",
                "RUN/signals/paid | {\"signalId\":\"%s\"} | /signalId",
                "/api/v1/signals | {\"namespace\":\"%s\",\"name\":\"n\",\"key\":\"k\"} | /namespace",
                "/api/v1/signals | {\"namespace\":\"s\",\"name\":\"%s\",\"key\":\"k\"} | /name",
                "/api/v1/signals | {\"namespace\":\"s\",\"name\":\"n\",\"key\":\"k\",\"signalId\":\"%s\"} | /signalId",
                "START | {\"runId\":\"r\",\"signal\":{\"name\":\"%s\"}} | /signal/name",
                "START | {\"runId\":\"r\",\"signal\":{\"name\":\"n\",\"signalId\":\"%s\"}} | /signal/signalId",
                "RUN/compensate | {\"fromTaskId\":\"%s\"} | /fromTaskId",
                "RUN/tasks/a/retry | {\"iteration\":\"%s\"} | /iteration",
                "/api/v1/workflows/shop/order/instances | {\"labels\":{\"a/b\":\"%s\"}} | /labels/a~1b"
            })
    void nameInABody_isHeldToTheRule(String path, String body, String pointer) {
        String route = path.replace("TASK", TASK)
                .replace("START", "/api/v1/workflows/shop/order/signal-with-start")
                .replace("RUN", RUN);
        for (String name : List.of("", " ", LONG_NAME, "a\\u0000b", "\\ud800")) {
            assertRefused(server.post(route, body.formatted(name)), pointer);
        }
    }

    private static void assertRefused(Answer answer, String pointer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void longestNames_areTaken() {
        String worker = "w".repeat(255);

        Answer beat = send("PUT", "/api/v1/workers/" + worker + "/heartbeat", HEARTBEAT.formatted("q".repeat(255)));
        Answer acquired = server.post(TASK + "/acquire", "{\"workerId\":\"" + worker + "\"}");
        Answer list = server.get("/api/v1/instances?runId=" + "r".repeat(512));

        assertThat(List.of(beat.status(), acquired.status(), list.status())).containsOnly(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-00:01",
                "0000-12-31T23:59:59Z",
                "-0001-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z"
            })
    void startAtThatCannotBeHeld_isRefused_inABatchForItsItemAlone(String startAt) {
        String body = "{\"startAt\":\"" + startAt + "\"}";
        String item = "{\"namespace\":\"shop\",\"workflow\":\"order\",\"startAt\":\"%s\"}";

        Answer single = server.post("/api/v1/workflows/shop/order/instances", body);
        Answer batch = server.post(
                "/api/v1/instances/batch-start",
                "{\"items\":[" + item.formatted(startAt) + "," + item.formatted("9999-12-31T23:59:59.9999999Z") + "]}");

        assertRefused(single, "/startAt");
        JsonNode items = batch.json().path("items");
        assertThat(batch.status()).isEqualTo(200);
        assertThat(items.at("/0/error/errors/0/pointer").asText()).isEqualTo("/startAt");
        assertThat(items.at("/1/instanceId").isMissingNode()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3650001d", "999999999d", "PT2562047788015215H30M7.999999999S", "-1s", "PT-1S"})
    void delayThatCannotBeHeld_isRefused_inAPollForItsReportAlone(String delay) {
        String failure = "{\"retryAfter\":\"" + delay + "\"}";
        String report = "{\"executionId\":\"" + FakeTasks.EXECUTION + "\",\"fenceToken\":7,\"failure\":%s}";

        Answer single =
                server.post(TASK + "/fail", "{\"workerId\":\"w\",\"fenceToken\":7,\"failure\":" + failure + "}");
        Answer poll = server.post(
                "/api/v1/tasks/poll",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"results\":[" + report.formatted(failure) + ","
                        + report.formatted("{\"retryAfter\":\"3650000d\"}") + "]}");

        assertRefused(single, "/failure/retryAfter");
        assertThat(poll.status()).isEqualTo(200);
        assertThat(poll.json().path("results").findValuesAsText("status")).containsExactly("REJECTED", "ACCEPTED");
    }

    @ParameterizedTest
    @CsvSource({"renew, lease, 999999999d", "renew, lease, PT0.0001S", "renew, lease, PT2562047788015215H"})
    void leaseThatIsNone_isRefused(String call, String field, String lease) {
        Answer answer = server.post(
                TASK + "/" + call, "{\"workerId\":\"w\",\"fenceToken\":7,\"" + field + "\":\"" + lease + "\"}");

        assertRefused(answer, "/" + field);
    }
}
