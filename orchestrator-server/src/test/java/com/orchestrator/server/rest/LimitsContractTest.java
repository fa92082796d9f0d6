package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits: section 0b of the contract. */
class LimitsContractTest {

    private static final String CHANGED =
            "\"version\":4,\"changedAt\":\"2026-01-02T03:04:05.123456Z\",\"changedBy\":\"kim\",\"reason\":\"peak hours\"}";
    private static final String AUTHOR = "Author[actor=anonymous, reason=peak hours, ifVersion=";

    private TestServer server;

    @BeforeEach
    void open() {
        server = TestServer.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Answer call(String method, String path, String json) {
        return server.send(server.request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8)));
    }

    private Answer delete(String path) {
        return server.send(server.request("/api/v1" + path).DELETE());
    }

    @Test
    void budget_isSet_shown_andTakenAway() {
        Answer created = call("PUT", "/budgets/light", "{\"max\":20,\"reason\":\"peak hours\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("ETag")).isEqualTo("\"4\"");
        assertThat(created.text()).isEqualTo("{\"workload\":\"light\",\"max\":20,\"used\":1," + CHANGED);
        assertThat(server.limits.lastRequest).hasToString("light Budget[max=20] " + AUTHOR + "null]");

        assertThat(call("PUT", "/budgets/heavy", "{\"max\":2,\"reason\":\"peak hours\"}")
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/api/v1/budgets/heavy").text())
                .isEqualTo("{\"workload\":\"heavy\",\"max\":2,\"used\":1," + CHANGED);
        assertThat(server.get("/api/v1/budgets/heavy").header("ETag")).isEqualTo("\"4\"");
        assertThat(server.get("/api/v1/budgets/none").status()).isEqualTo(404);
        assertThat(server.get("/api/v1/budgets?limit=7").json().at("/page/next").asText())
                .isEqualTo("next");

        assertThat(delete("/budgets/heavy?reason=peak%20hours").status()).isEqualTo(204);
        assertThat(server.limits.lastRequest).hasToString("remove heavy " + AUTHOR + "null]");
    }

    @Test
    void fairness_isSetForAKeyOfAQueue() {
        Answer created =
                call("PUT", "/fairness/psp/tenant-4", "{\"weight\":5,\"maxConcurrent\":10,\"reason\":\"peak hours\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text())
                .isEqualTo("{\"queue\":\"psp\",\"key\":\"tenant-4\",\"weight\":5,\"maxConcurrent\":10,\"used\":1,"
                        + CHANGED);
        assertThat(server.get("/api/v1/fairness/psp/tenant-3").status()).isEqualTo(200);
        assertThat(server.get("/api/v1/fairness/psp/other").status()).isEqualTo(404);
        assertThat(server.get("/api/v1/fairness").json().at("/items/0/key").asText())
                .isEqualTo("tenant-3");
        assertThat(delete("/fairness/psp/tenant-3?reason=r").status()).isEqualTo(204);
    }

    @Test
    void breaker_isSetForATaskType() {
        Answer created = call(
                "PUT",
                "/breakers/psp.refund",
                "{\"failures\":5,\"window\":\"1m\",\"openFor\":\"30s\",\"reason\":\"peak hours\"}");
        assertThat(created.text())
                .isEqualTo("{\"taskType\":\"psp.refund\",\"failures\":5,\"window\":\"PT1M\",\"openFor\":\"PT30S\","
                        + "\"state\":\"CLOSED\",\"openUntil\":null,\"recentFailures\":0," + CHANGED);
        assertThat(server.get("/api/v1/breakers/psp.charge").status()).isEqualTo(200);
        assertThat(server.get("/api/v1/breakers").status()).isEqualTo(200);
        assertThat(delete("/breakers/psp.charge?reason=r").status()).isEqualTo(204);
        assertThat(call("POST", "/breakers/psp.charge/open", "{\"reason\":\"peak hours\"}")
                        .json()
                        .at("/state")
                        .asText())
                .isEqualTo("OPEN");
        assertThat(server.limits.lastRequest).hasToString("open psp.charge " + AUTHOR + "null]");
        call("POST", "/breakers/psp.charge/close", "{\"reason\":\"peak hours\"}");
        assertThat(server.limits.lastRequest).hasToString("close psp.charge " + AUTHOR + "null]");
        assertThat(call("POST", "/breakers/psp.charge/close", "{}").status()).isEqualTo(400);
    }

    @Test
    void queue_isPaused_andLimited() {
        Answer answer = call(
                "PATCH",
                "/queues/payment.charge",
                "{\"paused\":true,\"maxConcurrent\":5,\"rateLimit\":{\"count\":10,\"per\":\"1s\"},"
                        + "\"weights\":{\"P0\":16},\"strict\":false,\"reason\":\"psp down\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"5\"");
        JsonNode queue = answer.json();
        assertThat(queue.at("/paused").asBoolean()).isTrue();
        assertThat(queue.at("/pausedReason").asText()).isEqualTo("psp down");
        assertThat(queue.at("/pausedBy").asText()).isEqualTo("anonymous");
        assertThat(queue.at("/maxConcurrent").asInt()).isEqualTo(5);
        assertThat(queue.at("/rateLimit")).hasToString("{\"count\":10,\"per\":\"PT1S\",\"burst\":1}");
        assertThat(queue.at("/weights")).hasToString("{\"P0\":16,\"P1\":4,\"P2\":2,\"P3\":1}");
    }

    @Test
    void settings_areTakenAwayByNull_andLeftWhenTheyAreNotThere() {
        call("PATCH", "/queues/q", "{\"maxConcurrent\":null,\"rateLimit\":null,\"weights\":null,\"reason\":\"r\"}");
        assertThat(server.limits.lastRequest)
                .asString()
                .startsWith("QueueUpdate[paused=null, maxConcurrent=Setting[value=null], rateLimit=Setting[value=null],"
                        + " weights=Setting[value=null], strict=null]");
        call("PATCH", "/queues/q", "{\"strict\":true,\"reason\":\"r\"}");
        assertThat(server.limits.lastRequest)
                .asString()
                .startsWith("QueueUpdate[paused=null, maxConcurrent=null, rateLimit=null, weights=null, strict=true]");
    }

    @Test
    void condition_isTheVersion() {
        server.send(server.request("/api/v1/budgets/heavy")
                .header("Content-Type", "application/json")
                .header("If-Match", "\"4\"")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"max\":2,\"reason\":\"peak hours\"}")));
        assertThat(server.limits.lastRequest).hasToString("heavy Budget[max=2] " + AUTHOR + "4]");
    }

    @Test
    void changes_areAPage() {
        assertThat(server.get("/api/v1/limits/budget:heavy/changes").text())
                .isEqualTo(
                        "{\"items\":[{\"rule\":\"budget:heavy\",\"version\":4,\"at\":\"2026-01-02T03:04:05.123456Z\","
                                + "\"action\":\"SET\",\"actor\":\"kim\",\"reason\":\"peak hours\",\"settings\":{\"max\":2}}],"
                                + "\"page\":{\"next\":null,\"limit\":50}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /budgets/heavy | {'max':0,'reason':'r'} | 422 | /max",
                "PUT | /budgets/heavy | {'max':-3,'reason':'r'} | 422 | /max",
                "PUT | /budgets/heavy | {'max':1000001,'reason':'r'} | 422 | /max",
                "PUT | /budgets/heavy | {'max':99999999999,'reason':'r'} | 400 | /max",
                "PUT | /budgets/heavy | {'max':1.5,'reason':'r'} | 400 | /max",
                "PUT | /budgets/heavy | {'max':'2','reason':'r'} | 400 | /max",
                "PUT | /budgets/heavy | {'reason':'r'} | 400 | /max",
                "PUT | /budgets/heavy | {'max':2} | 400 | /reason",
                "PUT | /budgets/heavy | {'max':2,'reason':''} | 400 | /reason",
                "PUT | /budgets/heavy | {'max':2,'reason':'r','min':1} | 400 | /min",
                "PUT | /fairness/psp/t | {'weight':0,'reason':'r'} | 422 | /weight",
                "PUT | /fairness/psp/t | {'weight':1001,'reason':'r'} | 422 | /weight",
                "PUT | /fairness/psp/t | {'maxConcurrent':0,'reason':'r'} | 422 | /maxConcurrent",
                "PUT | /fairness/psp/t | {'reason':'r'} | 422 | /weight",
                "PUT | /breakers/t | {'failures':0,'window':'1m','openFor':'1s','reason':'r'} | 422 | /failures",
                "PUT | /breakers/t | {'failures':5,'window':'0s','openFor':'1s','reason':'r'} | 422 | /window",
                "PUT | /breakers/t | {'failures':5,'window':'1m','openFor':'0s','reason':'r'} | 422 | /openFor",
                "PUT | /breakers/t | {'failures':5,'window':'1m','reason':'r'} | 400 | /openFor",
                "PUT | /breakers/t | {'failures':5,'window':'a while','openFor':'1s','reason':'r'} | 400 | /window",
                "PATCH | /queues/q | {'reason':'r'} | 400 | ''",
                "PATCH | /queues/q | {'paused':true} | 400 | /reason",
                "PATCH | /queues/q | {'maxConcurrent':0,'reason':'r'} | 422 | /maxConcurrent",
                "PATCH | /queues/q | {'maxConcurrent':'five','reason':'r'} | 400 | /maxConcurrent",
                "PATCH | /queues/q | {'rateLimit':{'count':0,'per':'1s'},'reason':'r'} | 422 | /rateLimit/count",
                "PATCH | /queues/q | {'rateLimit':{'count':1,'per':'0s'},'reason':'r'} | 422 | /rateLimit/per",
                "PATCH | /queues/q | {'rateLimit':{'count':1,'per':'1s','burst':0},'reason':'r'} | 422 | /rateLimit/burst",
                "PATCH | /queues/q | {'rateLimit':{'count':1},'reason':'r'} | 422 | /rateLimit/per",
                "PATCH | /queues/q | {'rateLimit':{'count':1,'per':'1s','bursts':2},'reason':'r'} | 400 | /rateLimit/bursts",
                "PATCH | /queues/q | {'rateLimit':7,'reason':'r'} | 400 | /rateLimit",
                "PATCH | /queues/q | {'weights':{'P0':8,'P1':4,'P2':2,'P3':0},'reason':'r'} | 422 | /weights/P3",
                "PATCH | /queues/q | {'weights':{},'reason':'r'} | 422 | /weights/P0",
                "PATCH | /queues/q | {'weights':{'P0':1,'P4':1},'reason':'r'} | 400 | /weights/P4",
            })
    void whatCannotBe_isRefused_withPlaceAndReason(
            String method, String path, String json, int status, String pointer) {
        Answer answer = call(method, path, json.replace('\'', '"'));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/pointer").asText())
                .as(answer.text())
                .isEqualTo(pointer);
        assertThat(server.limits.lastRequest).isNull();
    }

    @Test
    void removal_needsAReason() {
        assertThat(delete("/budgets/heavy").status()).isEqualTo(400);
        assertThat(delete("/budgets/heavy").json().at("/errors/0/pointer").asText())
                .isEqualTo("/reason");
    }
}
