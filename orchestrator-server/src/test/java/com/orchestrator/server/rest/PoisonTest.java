package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.testing.FakeTasks;
import com.orchestrator.server.testing.FakeWorkflows;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every poison at every endpoint with a body: a 4xx in problem form, never a 5xx, never HTML. */
class PoisonTest {

    private static final String RUN = "/api/v1/instances/" + FakeWorkflows.RUN;
    private static final String TASK = "/api/v1/tasks/" + FakeTasks.EXECUTION;

    private static final List<String> JSON_ENDPOINTS = List.of(
            "/api/v1/workflows/shop/order/instances",
            "/api/v1/instances/batch-start",
            RUN + "/pause",
            RUN + "/resume",
            RUN + "/cancel",
            RUN + "/terminate",
            RUN + "/retry",
            RUN + "/compensate",
            RUN + "/signals/paid",
            RUN + "/tasks/reserve/retry",
            RUN + "/tasks/reserve/skip",
            RUN + "/tasks/reserve/complete",
            RUN + "/tasks/reserve/resolve",
            "/api/v1/tasks/poll",
            TASK + "/acquire",
            TASK + "/complete",
            TASK + "/fail",
            TASK + "/renew",
            TASK + "/release",
            "PUT /api/v1/workers/w1/heartbeat");

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.open();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Stream<Poison> poisons() {
        return Stream.of(
                new Poison("empty", ascii(""), 400, "MALFORMED_REQUEST"),
                new Poison("white space", ascii(" \n"), 400, "MALFORMED_REQUEST"),
                new Poison("truncated", ascii("{\"a\":"), 400, "MALFORMED_REQUEST"),
                new Poison("malformed", ascii("{reason}"), 400, "MALFORMED_REQUEST"),
                new Poison("trailing garbage", ascii("{} {}"), 400, "(MALFORMED|INVALID)_REQUEST"),
                new Poison("trailing comma", ascii("{\"reason\":\"x\",}"), 400, "MALFORMED_REQUEST"),
                new Poison("raw NUL", ascii("{\"reason\":\"a\0b\"}"), 400, "MALFORMED_REQUEST"),
                new Poison("UTF-16", "{}".getBytes(StandardCharsets.UTF_16LE), 400, "MALFORMED_REQUEST"),
                new Poison("broken UTF-8", latin("{\"reason\":\"\u00ff\u00fe\"}"), 400, "MALFORMED_REQUEST"),
                new Poison("overlong UTF-8", latin("{\"reason\":\"\u00c0\u00af\"}"), 400, "MALFORMED_REQUEST"),
                new Poison("UTF-8 surrogate", latin("{\"reason\":\"\u00ed\u00a0\u0080\"}"), 400, "MALFORMED_REQUEST"),
                new Poison("depth 900", nested(900), 400, "MALFORMED_REQUEST"),
                new Poison("depth 200000", nested(200_000), 400, "MALFORMED_REQUEST"),
                new Poison("too large", ascii("\"" + "x".repeat(1 << 20) + "\""), 413, "PAYLOAD_TOO_LARGE"),
                new Poison("not an object: array", ascii("[]"), 400, "INVALID_REQUEST"),
                new Poison("not an object: string", ascii("\"x\""), 400, "INVALID_REQUEST"),
                new Poison("not an object: number", ascii("1e999999999"), 400, "INVALID_REQUEST"),
                new Poison("not an object: null", ascii("null"), 400, "INVALID_REQUEST"),
                new Poison("long number", ascii("1".repeat(2_000)), 400, "MALFORMED_REQUEST"),
                new Poison("unknown field", ascii("{\"\u0024where\":1}"), 400, "INVALID_REQUEST"));
    }

    private static byte[] nested(int depth) {
        return ascii("{\"input\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
    }

    private static Stream<Arguments> everywhere() {
        return JSON_ENDPOINTS.stream().flatMap(endpoint -> poisons().map(poison -> Arguments.of(endpoint, poison)));
    }

    private static HttpRequest.Builder request(String endpoint, HttpRequest.BodyPublisher body) {
        String path = endpoint.replace("PUT ", "");
        return server.request(path)
                .header("Content-Type", "application/json")
                .method(endpoint.startsWith("PUT") ? "PUT" : "POST", body);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void poison_anywhere_isRefusedAsProblem(String endpoint, Poison poison) {
        Answer answer = server.send(request(endpoint, HttpRequest.BodyPublishers.ofByteArray(poison.body())));

        assertProblem(answer, poison.status(), poison.code());
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void poison_inChunks_isRefusedAsProblem(String endpoint, Poison poison) {
        Answer answer = server.send(request(
                endpoint, HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(poison.body()))));

        assertProblem(answer, poison.status(), poison.code());
    }

    private static Stream<String> endpoints() {
        return JSON_ENDPOINTS.stream();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void otherMediaType_isRefusedWith415(String endpoint) {
        String path = endpoint.replace("PUT ", "");
        String method = endpoint.startsWith("PUT") ? "PUT" : "POST";

        for (String type : List.of("text/plain", "application/xml", "application/json;charset=utf-16")) {
            Answer answer = server.send(server.request(path)
                    .header("Content-Type", type)
                    .method(method, HttpRequest.BodyPublishers.ofString("{}")));
            assertProblem(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
        }
        assertProblem(
                server.send(server.request(path).method(method, HttpRequest.BodyPublishers.ofString("{}"))),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void unacceptableAnswer_isRefusedWith406(String endpoint) {
        Answer answer = server.send(
                request(endpoint, HttpRequest.BodyPublishers.ofString("{}")).header("Accept", "text/html"));

        assertProblem(answer, 406, "NOT_ACCEPTABLE");
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).matches(code);
        assertThat(problem.path("type").asText())
                .isEqualTo("urn:orchestrator:problem:"
                        + problem.path("code").asText().toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("com.", "java", "Source", "Exception");
    }

    record Poison(String name, byte[] body, int status, String code) {
        @Override
        public String toString() {
            return name;
        }
    }
}
