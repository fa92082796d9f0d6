package com.orchestrator.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lease is whose worker took it, and nobody else speaks for it, whatever he calls himself. */
class LeaseOwnerTest {

    private static final String FLOW =
            "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"shop\","
                    + "\"name\":\"order\",\"tasks\":[{\"id\":\"a\",\"task\":\"a\",\"timeouts\":{\"lease\":\"1h\"}}]}";

    private OwnEngine engine;
    private TestServer server;
    private String run;
    private String execution;
    private long fence;

    @BeforeEach
    void open() {
        engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.standing()));
        server = TestServer.of(
                engine,
                Authenticator.byTokens(
                        Tokens.parse("mine:worker:mine,other:worker:other,ops:operator:ops,board:reader:board")));
        assertThat(post("ops", "/api/v1/workflows", FLOW).status()).isEqualTo(201);
        run = post("ops", "/api/v1/workflows/shop/order/instances", "{}")
                .json()
                .get("instanceId")
                .asText();
        JsonNode task = post("mine", "/api/v1/tasks/poll", poll("")).json().at("/tasks/0");
        execution = task.get("executionId").asText();
        fence = task.get("fenceToken").asLong();
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private static String poll(String more) {
        return "{\"workerId\":\"worker\",\"queues\":[\"a\"],\"max\":1,\"wait\":\"5s\"" + more + "}";
    }

    private Answer post(String token, String path, String body) {
        return send(token, "POST", path, body);
    }

    private Answer get(String token, String path) {
        return server.send(server.request(path).header("Authorization", "Bearer " + token));
    }

    private Answer send(String token, String method, String path, String body) {
        return server.send(server.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private Answer call(String token, String call, String more) {
        return post(
                token,
                "/api/v1/tasks/" + execution + "/" + call,
                "{\"workerId\":\"worker\",\"fenceToken\":" + fence + more + "}");
    }

    private static String failure() {
        return ",\"failure\":{\"kind\":\"fatal\",\"code\":\"NO\",\"message\":\"no\"}";
    }

    @Test
    void whoSaysTheSameNameAndTheSameFence_isNotTheHolder() {
        assertThat(call("other", "complete", ",\"output\":{}").status()).isEqualTo(409);
        assertThat(call("other", "fail", failure()).status()).isEqualTo(409);
        assertThat(call("other", "renew", "").status()).isEqualTo(409);
        assertThat(call("other", "release", "").status()).isEqualTo(409);
        assertThat(post("other", "/api/v1/tasks/" + execution + "/acquire", "{\"workerId\":\"worker\"}")
                        .status())
                .isEqualTo(409);
        JsonNode polled = post(
                        "other",
                        "/api/v1/tasks/poll",
                        poll(",\"results\":[{\"executionId\":\"" + execution + "\",\"fenceToken\":" + fence
                                + ",\"output\":{}}],\"renewals\":[{\"executionId\":\"" + execution
                                + "\",\"fenceToken\":" + fence + "}]"))
                .json();
        assertThat(polled.at("/results/0/status").asText()).isEqualTo("REJECTED");
        assertThat(polled.at("/renewals/0/status").asText()).isEqualTo("LOST");

        assertThat(call("mine", "complete", ",\"output\":{}").status()).isEqualTo(200);
    }

    @Test
    void aHeartbeat_isThatOfOnesOwnWorker() {
        String running =
                "{\"queues\":[\"a\"],\"capacity\":1,\"currentLoad\":0,\"state\":\"RUNNING\",\"host\":\"HOST\"}";
        send("mine", "PUT", "/api/v1/workers/worker/heartbeat", running.replace("HOST", "here"));
        send("other", "PUT", "/api/v1/workers/worker/heartbeat", running.replace("HOST", "there"));

        assertThat(get("mine", "/api/v1/workers/worker").json().get("host").asText())
                .isEqualTo("here");
        assertThat(get("other", "/api/v1/workers/worker").json().get("host").asText())
                .isEqualTo("there");
        List<String> seen = get("ops", "/api/v1/workers").json().findValuesAsText("workerId");
        assertThat(seen).containsExactlyInAnyOrder("mine:worker", "other:worker");
        assertThat(get("mine", "/api/v1/workers").json().findValuesAsText("workerId"))
                .containsExactlyInAnyOrder("worker", "other:worker");
        assertThat(get("ops", "/api/v1/workers/mine:worker").status()).isEqualTo(200);
    }

    @Test
    void whoMayOperate_seesLeases_andNobodyElse() {
        JsonNode operator =
                get("ops", "/api/v1/instances/" + run + "/tasks").json().at("/items/0");
        assertThat(operator.get("leaseHolder").asText()).isEqualTo("mine:worker");
        assertThat(operator.get("fenceToken").asLong()).isEqualTo(fence);
        assertThat(get("ops", "/api/v1/instances/" + run + "/events").text())
                .contains("\"workerId\":\"mine:worker\"", "\"fenceToken\":" + fence);

        for (String reader : List.of("board", "other", "mine")) {
            JsonNode attempt =
                    get(reader, "/api/v1/instances/" + run + "/tasks").json().at("/items/0");
            assertThat(attempt.path("leaseHolder").isTextual()).as(reader).isFalse();
            assertThat(attempt.path("worker").isObject()).as(reader).isFalse();
            assertThat(attempt.get("fenceToken").asLong()).as(reader).isZero();
            assertThat(get(reader, "/api/v1/instances/" + run + "/events").text())
                    .as(reader)
                    .contains("TASK_LEASED")
                    .doesNotContain("workerId", "fenceToken");
        }
    }

    @Test
    void whoMayOperate_isToldWhichWorkerItIs_andNobodyElse() {
        String explain = "/api/v1/instances/" + run + "/explain";
        assertThat(get("ops", explain).text())
                .contains("\"workerId\":\"mine:worker\"", "with worker mine:worker since");
        for (String reader : List.of("board", "other")) {
            assertThat(get(reader, explain).text())
                    .as(reader)
                    .contains("LEASED", "with a worker since")
                    .doesNotContain("mine");
        }
        JsonNode late = post(
                        "other",
                        "/api/v1/tasks/poll",
                        poll(",\"results\":[{\"executionId\":\"" + execution
                                + "\",\"fenceToken\":4711,\"output\":{}}]"))
                .json()
                .at("/results/0");
        assertThat(late.get("code").asText()).isEqualTo("FENCE_STALE");
        assertThat(late.get("detail").asText()).contains("4711").doesNotContain("mine", "token " + fence);
        assertThat(call("other", "complete", ",\"output\":{}").text())
                .contains("FENCE_STALE")
                .doesNotContain("mine");

        call("mine", "complete", ",\"output\":{}");

        String events = "/api/v1/instances/" + run + "/events";
        assertThat(get("ops", events).text()).contains("\"actor\":\"worker:mine:worker\"");
        assertThat(get("board", events).text())
                .contains("TASK_COMPLETED", "\"actor\":\"worker\"")
                .doesNotContain("mine");
    }

    private String signed() {
        return call("mine", "renew", ",\"lease\":\"1h\"")
                .json()
                .get("taskToken")
                .asText();
    }

    private Answer complete(String by, String token) {
        return post(by, "/api/v1/task-tokens/" + token + "/complete", "{\"output\":{}}");
    }

    @Test
    void aSignedToken_isGoodInAnybodysHands() {
        assertThat(complete("other", signed()).status()).isEqualTo(200);
        assertThat(get("ops", "/api/v1/instances/" + run).json().get("state").asText())
                .isEqualTo("COMPLETED");
    }

    @Test
    void aTokenThatIsMadeUp_isGoodForOnesOwnWorkersAlone() {
        String madeUp = new TaskToken(UUID.fromString(execution), "worker", fence).toString();
        assertThat(complete("other", madeUp).status()).isEqualTo(409);
        assertThat(complete("mine", madeUp).status()).isEqualTo(200);
    }

    @Test
    void aTokenThatWasChanged_isGoodForNothing() {
        String token = signed();
        TaskToken read = TaskToken.parse(token);
        String signature = token.substring(token.lastIndexOf('.') + 1);
        String otherSignature = (signature.charAt(0) == 'A' ? "B" : "A") + signature.substring(1);
        List<TaskToken> forged = List.of(
                read.signed(otherSignature),
                new TaskToken(read.executionId(), read.workerId(), fence + 1).signed(signature),
                new TaskToken(read.executionId(), "other:worker", fence).signed(signature),
                new TaskToken(UUID.fromString(run), read.workerId(), fence).signed(signature));

        for (TaskToken one : forged) {
            assertThat(complete("mine", one.toString()).status())
                    .as(one.toString())
                    .isEqualTo(404);
        }
        assertThat(complete("mine", token).status()).isEqualTo(200);
    }

    @Test
    void aRenewalWithoutALease_bringsNoToken() {
        assertThat(call("mine", "renew", "").text()).doesNotContain("taskToken");
    }
}
