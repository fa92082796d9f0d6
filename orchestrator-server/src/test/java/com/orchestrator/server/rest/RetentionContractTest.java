package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of runs that have ended: section 0b of the contract, with a whole engine behind it. */
class RetentionContractTest {

    private static final String SAGA = "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\","
            + "\"namespace\":\"shop\",\"name\":\"order\",\"tasks\":[{\"id\":\"a\",\"task\":\"a\"}]}";

    private OwnEngine engine;
    private TestServer server;

    @BeforeEach
    void open() {
        engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.standing()));
        server = TestServer.of(engine);
        assertThat(server.post("/api/v1/workflows", SAGA).status()).isEqualTo(201);
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private String start(String body) {
        Answer started = server.post("/api/v1/workflows/shop/order/instances", body);
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        return started.json().get("instanceId").asText();
    }

    private String ended(String body) {
        String run = start(body);
        JsonNode task = server.post(
                        "/api/v1/tasks/poll", "{\"workerId\":\"w\",\"queues\":[\"a\"],\"max\":1,\"wait\":\"5s\"}")
                .json()
                .at("/tasks/0");
        server.post(
                "/api/v1/tasks/" + task.get("executionId").asText() + "/complete",
                "{\"workerId\":\"w\",\"fenceToken\":" + task.get("fenceToken") + ",\"output\":{}}");
        assertThat(server.get("/api/v1/instances/" + run).json().get("state").asText())
                .isEqualTo("COMPLETED");
        return run;
    }

    private Answer call(String method, String path, String json) {
        return server.send(server.request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8)));
    }

    private Answer delete(String path) {
        return server.send(server.request("/api/v1" + path).DELETE());
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
    }

    @Test
    void runThatHasEnded_isDeleted_andRepeatingItIsSafe() {
        String run = ended("{\"runId\":\"o-1\"}");

        assertThat(delete("/instances/" + run + "?reason=asked%20for").status()).isEqualTo(204);
        assertThat(delete("/instances/" + run).status()).isEqualTo(204);

        assertRefused(server.get("/api/v1/instances/" + run), 404, "NOT_FOUND");
        assertRefused(server.get("/api/v1/instances/" + run + "/events"), 404, "NOT_FOUND");
        assertThat(start("{\"runId\":\"o-1\"}")).isNotEqualTo(run);
    }

    @Test
    void runThatCannotBeDeleted_saysWhy() {
        String open = start("{\"runId\":\"open\"}");
        Answer refused = delete("/instances/" + open);
        assertRefused(refused, 409, "ILLEGAL_STATE");
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("Expected to delete instance " + open
                        + " in state COMPLETED, FAILED, COMPENSATED, CANCELLED or TERMINATED, but it is RUNNING");
        call("POST", "/instances/" + open + "/terminate", "{\"reason\":\"r\",\"compensate\":false}");

        String held = ended("{\"runId\":\"held\",\"labels\":{\"legal-hold\":\"case 7\"}}");
        Answer hold = delete("/instances/" + held);
        assertRefused(hold, 409, "ILLEGAL_STATE");
        assertThat(hold.json().at("/errors/0/hint").asText()).contains("label");

        assertRefused(delete("/instances/01900000-0000-7000-8000-000000000000"), 404, "NOT_FOUND");
        assertRefused(delete("/instances/no-id"), 404, "NOT_FOUND");
        String done = ended("{}");
        Answer moved = server.send(server.request("/api/v1/instances/" + done)
                .header("If-Match", "\"1\"")
                .DELETE());
        assertRefused(moved, 412, "PRECONDITION_FAILED");
    }

    @Test
    void labels_areSetAndTakenOff_whateverTheState() {
        String run = ended("{\"labels\":{\"tier\":\"gold\"}}");
        Answer held = call(
                "PATCH",
                "/instances/" + run + "/labels",
                "{\"labels\":{\"legal-hold\":\"case 7\",\"tier\":null},\"reason\":\"court\"}");
        assertThat(held.status()).as(held.text()).isEqualTo(200);
        assertThat(held.json().get("labels")).hasToString("{\"legal-hold\":\"case 7\"}");
        assertRefused(delete("/instances/" + run), 409, "ILLEGAL_STATE");
        assertThat(call("PATCH", "/instances/" + run + "/labels", "{\"labels\":{\"legal-hold\":null}}")
                        .status())
                .isEqualTo(200);
        assertThat(delete("/instances/" + run).status()).isEqualTo(204);

        assertRefused(call("PATCH", "/instances/" + run + "/labels", "{\"labels\":{\"a\":\"b\"}}"), 404, "NOT_FOUND");
        assertPlace(call("PATCH", "/instances/" + run + "/labels", "{\"labels\":{}}"), 400, "/labels");
        assertPlace(call("PATCH", "/instances/" + run + "/labels", "{\"labels\":{\"a\":\" \"}}"), 400, "/labels/a");
        assertPlace(call("PATCH", "/instances/" + run + "/labels", "{}"), 400, "/labels");
    }

    @Test
    void run_isExported_deleted_andTakenBack() {
        String run = ended("{\"runId\":\"o-7\",\"input\":{\"n\":1.50}}");
        JsonNode events = server.get("/api/v1/instances/" + run + "/events").json();
        Answer exported = server.get("/api/v1/instances/" + run + "/export");
        assertThat(exported.status()).isEqualTo(200);
        assertThat(exported.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(exported.text().lines()).hasSize(2);
        delete("/instances/" + run);
        assertRefused(server.get("/api/v1/instances/" + run + "/export"), 404, "NOT_FOUND");

        Answer taken = importing("application/x-ndjson", exported.text());
        assertThat(taken.text()).isEqualTo("{\"imported\":1,\"unchanged\":0,\"definitions\":0}");
        assertThat(server.get("/api/v1/instances/" + run + "/events").json()).isEqualTo(events);
        assertThat(importing("application/x-ndjson", exported.text())
                        .json()
                        .get("unchanged")
                        .asInt())
                .isEqualTo(1);

        Answer changed = importing("application/x-ndjson", exported.text().replace("1.50", "1.51"));
        assertRefused(changed, 422, "ARCHIVE_INVALID");
        assertThat(changed.json().at("/errors/0/line").asInt()).isEqualTo(2);
        assertThat(importing("application/json", exported.text()).status()).isEqualTo(415);
        assertRefused(importing("application/x-ndjson", "{"), 422, "ARCHIVE_INVALID");
    }

    private Answer importing(String contentType, String lines) {
        return server.send(server.request("/api/v1/instances/import")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(lines, StandardCharsets.UTF_8)));
    }

    // ---- rules

    @Test
    void rule_isSet_shown_andTakenAway() {
        Answer created = call(
                "PUT",
                "/retention/shop",
                "{\"completed\":\"30d\",\"failed\":\"P90D\",\"reason\":\"as the law wants it\"}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.text())
                .startsWith(
                        "{\"namespace\":\"shop\",\"completed\":\"PT720H\",\"failed\":\"PT2160H\",\"compensated\":null,"
                                + "\"cancelled\":null,\"terminated\":null,\"archive\":false,\"version\":1,");
        assertThat(call("PUT", "/retention/shop", "{\"completed\":\"0s\",\"reason\":\"all\"}")
                        .status())
                .isEqualTo(200);
        Answer shown = server.get("/api/v1/retention/shop");
        assertThat(shown.json().get("reason").asText()).isEqualTo("all");
        assertThat(shown.json().get("changedBy").asText()).isEqualTo("anonymous");
        assertThat(server.get("/api/v1/retention").json().get("items")).hasSize(1);

        assertThat(delete("/retention/shop?reason=audit").status()).isEqualTo(204);
        assertThat(delete("/retention/shop?reason=audit").status()).isEqualTo(204);
        assertRefused(server.get("/api/v1/retention/shop"), 404, "NOT_FOUND");
        JsonNode changes = server.get("/api/v1/retention/shop/changes").json().get("items");
        assertThat(changes).hasSize(3);
        assertThat(changes.at("/0/action").asText()).isEqualTo("REMOVED");
        assertThat(changes.at("/2/rule/failed").asText()).isEqualTo("PT2160H");
    }

    @Test
    void ruleThatCannotBeKept_isRefusedWithItsPlace() {
        assertPlace(call("PUT", "/retention/shop", "{\"reason\":\"r\"}"), 422, "");
        assertPlace(call("PUT", "/retention/shop", "{\"completed\":\"-1d\",\"reason\":\"r\"}"), 400, "/completed");
        assertPlace(call("PUT", "/retention/shop", "{\"completed\":\"PT-1H\",\"reason\":\"r\"}"), 400, "/completed");
        assertPlace(
                call("PUT", "/retention/shop", "{\"completed\":\"1d\",\"archive\":true,\"reason\":\"r\"}"),
                422,
                "/archive");
        assertPlace(call("PUT", "/retention/shop", "{\"complete\":\"1d\",\"reason\":\"r\"}"), 400, "/complete");
        assertPlace(call("PUT", "/retention/shop", "{\"completed\":\"1d\"}"), 400, "/reason");
        assertRefused(delete("/retention/shop"), 400, "INVALID_REQUEST");
        assertThat(server.get("/api/v1/retention").json().get("items")).isEmpty();
    }

    private static void assertPlace(Answer answer, int status, String pointer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }
}
