package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.testing.FakeWorkflows;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request must not look like: query, grammar, types, paths, methods. */
class RefusalTest {
    private static final String START = "/api/v1/workflows/shop/order/instances";
    private static final String RUN = "/api/v1/instances/" + FakeWorkflows.RUN;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.open();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "state=RUNING, did you mean 'RUNNING'?",
        "limt=5, did you mean 'limit'?",
        "limit=0,",
        "limit=1001,",
        "limit=x,",
        "state=FAILED&state=RUNNING,",
        "runId=a%00b,",
        "parentInstanceId=parent,",
        "cursor=%07,"
    })
    void badQuery_is400WithHint(String query, String hint) {
        Answer answer = server.get("/api/v1/instances?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(answer.json().at("/errors/0/hint").asText(null)).isEqualTo(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=30", "wait=-5s", "wait=PT-5S", "wait=soon", "wait=1s1m", "after=1"})
    void badWait_is400(String query) {
        assertThat(server.get(RUN + "/result?" + query).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=1m30s", "wait=500ms", "wait=PT1S", "wait=1h", "wait=0s"})
    void goodWait_is202(String query) {
        server.workflows.heldResult.complete(server.workflows.instance());

        assertThat(server.get(RUN + "/result?" + query).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "tasks/a/complete, {}, /output",
        "tasks/a/resolve, {}, /evidence",
        "compensate, {\"then\":\"never\"}, /then",
        "compensate, {\"force\":\"yes\"}, /force",
        "pause, {\"reason\":17}, /reason",
        "pause, {\"reason\":\"a\\u0000b\"}, /reason",
        "pause, {\"reason\":\"\\ud800\"}, /reason",
        "signals/paid, {\"signalId\":\"\"}, /signalId"
    })
    void badOperation_is400WithPointer(String operation, String body, String pointer) {
        Answer answer = server.post(RUN + "/" + operation, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/signals | {\"name\":\"paid\",\"key\":\"k\"} | /namespace",
                "/signals | {\"namespace\":\"shop\",\"key\":\"k\"} | /name",
                "/signals | {\"namespace\":\"shop\",\"name\":\"paid\"} | /key",
                "/signals | {\"namespace\":\"shop\",\"name\":\"paid\",\"key\":\"\"} | /key",
                "/signals | {\"namespace\":\"shop\",\"name\":\"paid\",\"key\":17} | /key",
                "/workflows/shop/order/signal-with-start | {\"signal\":{\"name\":\"paid\"}} | /runId",
                "/workflows/shop/order/signal-with-start | {\"runId\":\"r\"} | /signal",
                "/workflows/shop/order/signal-with-start | {\"runId\":\"r\",\"signal\":{}} | /signal/name"
            })
    void badSignal_is400WithPointer(String path, String body, String pointer) {
        Answer answer = server.post("/api/v1" + path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void unknownField_isRefusedWithHintAndPlace() {
        Answer answer = server.post(START, "{\n  \"inptu\": {}\n}");

        JsonNode error = answer.json().path("errors").path(0);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(error.path("pointer").asText()).isEqualTo("/inptu");
        assertThat(error.path("line").asInt()).isEqualTo(2);
        assertThat(error.path("hint").asText()).isEqualTo("did you mean 'input'?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"runId\":\"a\",\"runId\":\"b\"}",
                "{\"input\":{\"a\":1,\"a\":2}}",
                "{\"input\":[{\"x\":{\"a\":1,\"\\u0061\":2}}]}",
                "{\"input\":{\"n\":NaN}}",
                "{\"input\":{\"n\":01}}",
                "{\"input\":{\"n\":+1}}",
                "{\"input\":{\"n\":.5}}",
                "{\"input\":\"\\x\"}",
                "{\"input\":\"\\ud8\"}",
                "{\"input\":tru}",
                "{\"input\":{}} // done"
            })
    void badGrammar_alsoInsidePayloads_is400(String body) {
        Answer answer = server.post(START, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo("MALFORMED_REQUEST");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"runId\":17} | /runId",
                "{\"runId\":\"a\\u0000\"} | /runId",
                "{\"priority\":\"P9\"} | /priority",
                "{\"revision\":\"2\"} | /revision",
                "{\"revision\":2.5} | /revision",
                "{\"revision\":99999999999} | /revision",
                "{\"startAt\":17} | /startAt",
                "{\"startAt\":\"tomorrow\"} | /startAt",
                "{\"startAt\":\"+99999-01-01T00:00:00Z\"} | /startAt",
                "{\"labels\":{\"a\":1}} | /labels/a",
                "{\"labels\":{\"a\":null}} | /labels/a",
                "{\"labels\":[]} | /labels"
            })
    void wrongType_is400WithPointer(String body, String pointer) {
        Answer answer = server.post(START, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404, NOT_FOUND",
        "GET, /api/v2/instances, 404, NOT_FOUND",
        "GET, /api/v1/instances/not-a-uuid, 404, NOT_FOUND",
        "GET, /api/v1/instances/00000000-0000-0000-0000-000000000000, 404, NOT_FOUND",
        "GET, /api/v1/workflows/shop/order/revisions/0, 404, NOT_FOUND",
        "GET, /api/v1/tasks/poll, 405, METHOD_NOT_ALLOWED",
        "PATCH, /api/v1/instances, 405, METHOD_NOT_ALLOWED",
        "BREW, /api/v1/instances, 405, METHOD_NOT_ALLOWED",
        "DELETE, /api/v1/workflows, 405, METHOD_NOT_ALLOWED",
        "GET, /api/v1/workflows/a%00b/c, 400, INVALID_REQUEST"
    })
    void strayRequest_isAnsweredAsProblem(String method, String path, int status, String code) {
        Answer answer = server.send(server.request(path).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.header("Allow").isEmpty()).isEqualTo(status != 405);
    }
}
