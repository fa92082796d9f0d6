package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person has to look at: section 0b of the contract, with a whole engine behind it. */
class IncidentContractTest {

    private static final String SAGA = "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\","
            + "\"namespace\":\"shop\",\"name\":\"order\",\"tasks\":["
            + "{\"id\":\"a\",\"task\":\"a\",\"compensate\":{\"task\":\"undo-a\"}},{\"id\":\"b\",\"task\":\"b\"}]}";

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

    private JsonNode poll(String queue) {
        return server.post(
                        "/api/v1/tasks/poll",
                        "{\"workerId\":\"w\",\"queues\":[\"" + queue + "\"],\"max\":1,\"wait\":\"5s\"}")
                .json()
                .at("/tasks/0");
    }

    private void report(JsonNode task, String call, String field) {
        Answer reported = server.post(
                "/api/v1/tasks/" + task.get("executionId").asText() + "/" + call,
                "{\"workerId\":\"w\",\"fenceToken\":" + task.get("fenceToken") + "," + field + "}");
        assertThat(reported.status()).as(reported.text()).isEqualTo(200);
    }

    private void fail(String queue, String kind, String code, String message) {
        report(
                poll(queue),
                "fail",
                "\"failure\":{\"kind\":\"" + kind + "\",\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }

    private String started() {
        Answer started = server.post("/api/v1/workflows/shop/order/instances", "{}");
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        return started.json().get("instanceId").asText();
    }

    /** A run that waits at its first task. */
    private String suspended(int number) {
        String run = started();
        fail("a", "suspend", "PSP_DOWN", "no answer after " + number + " s");
        return run;
    }

    private JsonNode items(String path) {
        Answer answer = server.get("/api/v1/incidents" + path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("items");
    }

    private String incidentOf(String run) {
        return items("?instanceId=" + run).at("/0/incidentId").asText();
    }

    private Answer resolve(String incident, String body) {
        return server.post("/api/v1/incidents/" + incident + "/resolve", body);
    }

    private static void assertRefused(Answer answer, int status, String pointer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/pointer").asText())
                .as(answer.text())
                .isEqualTo(pointer);
    }

    @Test
    void suspendedRuns_areIncidentsOfOneCause_untilTheyAreRetried() {
        String first = suspended(17);
        String second = suspended(23);

        JsonNode group = items("/groups").get(0);
        assertThat(group.get("count").asInt()).isEqualTo(2);
        assertThat(group.get("sample").asText()).startsWith("no answer after ");
        JsonNode open = items("?fingerprint=" + group.get("fingerprint").asText());
        assertThat(open).hasSize(2);
        String incident = incidentOf(first);
        assertThat(server.get("/api/v1/instances/" + first)
                        .json()
                        .at("/incidents/0/href")
                        .asText())
                .isEqualTo("/api/v1/incidents/" + incident);
        assertThat(server.get("/api/v1/instances/" + first + "/explain")
                        .json()
                        .at("/incidents/0/code")
                        .asText())
                .isEqualTo("PSP_DOWN");

        Answer retried = resolve(incident, "{\"action\":\"retry\",\"reason\":\"it is back\"}");

        assertThat(retried.status()).as(retried.text()).isEqualTo(200);
        assertThat(retried.json().get("resolution").asText()).isEqualTo("RETRIED");
        assertThat(retried.json().get("reason").asText()).isEqualTo("it is back");
        assertThat(items("/groups").at("/0/count").asInt()).isEqualTo(1);
        assertThat(items("?state=RESOLVED")).hasSize(1);
        assertThat(server.get("/api/v1/instances/" + first).json().has("incidents"))
                .isFalse();
        assertThat(server.get("/api/v1/instances/" + second).json().get("state").asText())
                .isEqualTo("SUSPENDED");
    }

    @Test
    void resolvingItTwice_isNoFault_andHappensOnce() {
        String run = suspended(1);
        String incident = incidentOf(run);
        resolve(incident, "{\"action\":\"retry\",\"reason\":\"r\"}");
        long events = server.get("/api/v1/instances/" + run)
                .json()
                .get("sequenceNumber")
                .asLong();

        for (String action : List.of("retry", "skip", "ignore", "compensate")) {
            Answer again = resolve(incident, "{\"action\":\"" + action + "\",\"reason\":\"r\"}");
            assertThat(again.status()).as(again.text()).isEqualTo(200);
            assertThat(again.json().get("resolution").asText()).isEqualTo("RETRIED");
        }

        assertThat(server.get("/api/v1/instances/" + run)
                        .json()
                        .get("sequenceNumber")
                        .asLong())
                .isEqualTo(events);
    }

    @Test
    void everyAction_doesWhatItsOperationDoes() {
        String skipped = suspended(1);
        String completed = suspended(2);
        String undone = suspended(3);
        String ignored = suspended(4);

        resolve(incidentOf(skipped), "{\"action\":\"skip\",\"output\":{\"n\":1},\"reason\":\"r\"}");
        resolve(incidentOf(completed), "{\"action\":\"complete\",\"output\":{\"n\":2},\"reason\":\"r\"}");
        resolve(incidentOf(undone), "{\"action\":\"compensate\",\"reason\":\"r\"}");
        resolve(incidentOf(ignored), "{\"action\":\"ignore\",\"reason\":\"known\"}");

        assertThat(items("")).isEmpty();
        assertThat(items("?state=RESOLVED").findValuesAsText("resolution"))
                .containsExactlyInAnyOrder("SKIPPED", "COMPLETED", "COMPENSATED", "IGNORED");
        assertThat(state(skipped)).isEqualTo("RUNNING");
        assertThat(state(completed)).isEqualTo("RUNNING");
        assertThat(state(undone)).isNotEqualTo("SUSPENDED");
        assertThat(state(ignored)).isEqualTo("SUSPENDED");
    }

    private String state(String run) {
        return server.get("/api/v1/instances/" + run).json().get("state").asText();
    }

    @Test
    void anUndoThatGaveUp_isOne_andIsCompletedWithEvidence() {
        String run = started();
        report(poll("a"), "complete", "\"output\":{}");
        fail("b", "compensate", "NO_STOCK", "none left");
        fail("undo-a", "fatal", "LOCKED", "account 17 is locked");

        JsonNode dead = items("?instanceId=" + run).get(0);
        assertThat(dead.get("kind").asText()).isEqualTo("UNDO");
        assertThat(dead.get("taskId").asText()).isEqualTo("a");
        String incident = dead.get("incidentId").asText();
        assertRefused(resolve(incident, "{\"action\":\"compensate\",\"reason\":\"r\"}"), 409, "/action");
        assertRefused(resolve(incident, "{\"action\":\"complete\",\"reason\":\"r\"}"), 400, "/output");

        Answer done = resolve(incident, "{\"action\":\"complete\",\"output\":{\"by\":\"bank\"},\"reason\":\"r\"}");

        assertThat(done.json().get("resolution").asText()).as(done.text()).isEqualTo("COMPLETED");
        assertThat(state(run)).isEqualTo("COMPENSATED");
        assertThat(items("")).isEmpty();
    }

    @Test
    void whatItMeetsAnew_isAnotherIncident() {
        String run = suspended(1);
        String before = incidentOf(run);
        resolve(before, "{\"action\":\"retry\",\"reason\":\"r\"}");

        fail("a", "suspend", "PSP_DOWN", "no answer after 9 s");

        assertThat(incidentOf(run)).isNotEqualTo(before);
        assertThat(items("?state=RESOLVED")).hasSize(1);
    }

    @Test
    void whoHasIt_isShown_withWhoSaidSo() {
        String incident = incidentOf(suspended(1));

        Answer assigned =
                server.post("/api/v1/incidents/" + incident + "/assign", "{\"assignee\":\"kim\",\"note\":\"please\"}");

        assertThat(assigned.json().get("assignee").asText()).as(assigned.text()).isEqualTo("kim");
        assertThat(items("?assignee=kim")).hasSize(1);
        JsonNode whole = server.get("/api/v1/incidents/" + incident).json();
        assertThat(whole.at("/changes/0/note").asText()).isEqualTo("please");
        assertThat(whole.at("/changes/0/actor").asText()).isNotBlank();
    }

    @Test
    void anAttributeThatDoesNotFit_isOne_andTheRunGoesOnWithoutIt() {
        String definition = "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"docs\","
                + "\"name\":\"looked-at\",\"searchAttributes\":{\"total\":{\"type\":\"number\","
                + "\"value\":\"${ input.total }\"}},\"tasks\":[{\"id\":\"note\",\"set\":{\"step\":\"done\"}}]}";
        assertThat(server.post("/api/v1/workflows", definition).status()).isEqualTo(201);
        String run = server.post("/api/v1/workflows/docs/looked-at/instances", "{\"input\":{\"total\":\"a lot\"}}")
                .json()
                .get("instanceId")
                .asText();

        assertThat(items("?namespace=docs&workflow=looked-at").at("/0/code").asText())
                .isEqualTo("ATTRIBUTE_UNFIT");
        Answer retried = resolve(incidentOf(run), "{\"action\":\"retry\",\"reason\":\"r\"}");

        assertThat(retried.json().get("resolution").asText()).as(retried.text()).isEqualTo("RETRIED");
        assertThat(state(run)).isEqualTo("COMPLETED");
    }

    @Test
    void whatCannotBeMeant_isRefusedWithItsPlace() {
        String incident = incidentOf(suspended(1));
        String resolve = "/api/v1/incidents/" + incident + "/resolve";

        assertRefused(server.get("/api/v1/incidents?state=OPENED"), 400, "/state");
        assertRefused(server.get("/api/v1/incidents?limit=0"), 400, "/limit");
        assertRefused(server.get("/api/v1/incidents?cursor=x"), 400, "/cursor");
        assertRefused(server.get("/api/v1/incidents/groups?cursor=x"), 400, "/cursor");
        assertRefused(server.get("/api/v1/incidents?instanceId=x"), 400, "/instanceId");
        assertRefused(server.get("/api/v1/incidents?workflw=x"), 400, "/workflw");
        assertRefused(server.post(resolve, "{\"reason\":\"r\"}"), 400, "/action");
        assertRefused(server.post(resolve, "{\"action\":\"redo\",\"reason\":\"r\"}"), 400, "/action");
        assertRefused(server.post(resolve, "{\"action\":\"retry\"}"), 400, "/reason");
        assertRefused(server.post(resolve, "{\"action\":\"retry\",\"reason\":\"r\",\"output\":1}"), 400, "/output");
        assertRefused(server.post(resolve, "{\"action\":\"skip\",\"reason\":\"r\",\"input\":1}"), 400, "/input");
        assertRefused(
                server.post("/api/v1/incidents/" + incident + "/assign", "{\"assignee\":\"\"}"), 400, "/assignee");
        String nobody = "/api/v1/incidents/00000000-0000-0000-0000-000000000001";
        assertThat(server.get(nobody).status()).isEqualTo(404);
        assertThat(server.post(nobody + "/resolve", "{\"action\":\"retry\",\"reason\":\"r\"}")
                        .status())
                .isEqualTo(404);
        assertThat(server.post(nobody + "/assign", "{}").status()).isEqualTo(404);
        assertThat(items("")).hasSize(1);
    }
}
