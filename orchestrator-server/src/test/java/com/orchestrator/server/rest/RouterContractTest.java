package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The surface of the document on routing jobs, with a whole engine behind it. */
class RouterContractTest {

    private static final String JOB =
            "{\"id\":\"job-123\",\"type\":\"calculate\",\"priority\":10,\"payload\":{\"numbers\":[1,2,3]}}";
    private static final String COMPLETED =
            "{\"status\":\"completed\",\"workerId\":\"worker-001\",\"result\":{\"sum\":6}}";

    private final SettableClock clock = SettableClock.running();
    private OwnEngine engine;
    private TestServer server;

    @BeforeEach
    void open() {
        engine = OwnEngine.onLocal(new InMemoryEngineStore(clock));
        server = TestServer.of(engine);
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private Answer register(String job) {
        return server.post("/api/jobs/register", job);
    }

    private Answer status(String id, String body) {
        return server.send(server.request("/api/jobs/" + id + "/status")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode beat(String worker, int capacity, int load) {
        Answer answer = server.post(
                "/api/workers/heartbeat",
                "{\"worker_id\":\"" + worker + "\",\"worker_type\":\"calculate\",\"capacity\":" + capacity
                        + ",\"current_load\":" + load + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode listed(String id) {
        for (JsonNode job : server.get("/api/jobs").json().get("jobs")) {
            if (job.get("id").asText().equals(id)) {
                return job;
            }
        }
        throw new AssertionError("No job " + id);
    }

    private static void isRefused(Answer answer, int status, String code, String pointer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void theDocumentsThreeCalls_asWritten() {
        Answer registered = register(JOB);
        assertThat(registered.status()).isEqualTo(202);
        assertThat(registered.json().get("status").asText()).isEqualTo("accepted");
        assertThat(registered.json().get("job_id").asText()).isEqualTo("job-123");
        assertThat(listed("job-123").get("status").asText()).isEqualTo("pending");
        assertThat(listed("job-123").get("priority").asInt()).isEqualTo(10);

        Answer updated = status("job-123", COMPLETED);
        assertThat(updated.status()).as(updated.text()).isEqualTo(200);
        assertThat(updated.json().get("status").asText()).isEqualTo("updated");
        assertThat(listed("job-123").get("status").asText()).isEqualTo("completed");
        assertThat(listed("job-123").get("worker_id").asText()).isEqualTo("worker-001");
        assertThat(listed("job-123").get("result")).hasToString("{\"sum\":6}");
        assertThat(server.get("/api/v1/jobs/job-123").json().get("output")).hasToString("{\"sum\":6}");

        assertThat(beat("worker-001", 10, 2).get("status").asText()).isEqualTo("acknowledged");
    }

    @Test
    void sameIdAgain_isTheSameJob_andWithAnotherPayloadAConflict() {
        register(JOB);
        Answer again = register(JOB);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().get("deduplicated").asBoolean()).isTrue();

        isRefused(register(JOB.replace("[1,2,3]", "[4]")), 409, "RUN_ID_CONFLICT", "/payload/numbers/0");
    }

    @Test
    void sameReportAgain_isTaken_andAnotherRefused() {
        register(JOB);
        status("job-123", COMPLETED);

        assertThat(status("job-123", COMPLETED).status()).isEqualTo(200);
        assertThat(status("job-123", COMPLETED.replace("6", "7")).status()).isEqualTo(409);
        assertThat(status("job-123", COMPLETED.replace("completed", "running")).status())
                .isEqualTo(409);
    }

    @Test
    void statusInTheBody_namesTheJob() {
        register(JOB);

        Answer running = server.post(
                "/api/jobs/status", "{\"jobId\":\"job-123\",\"status\":\"running\",\"workerId\":\"worker-001\"}");
        assertThat(running.status()).as(running.text()).isEqualTo(200);
        assertThat(listed("job-123").get("status").asText()).isEqualTo("running");

        isRefused(server.post("/api/jobs/status", COMPLETED), 400, "INVALID_REQUEST", "/jobId");
    }

    @Test
    void work_goesToTheLeastLoaded() {
        beat("busy", 10, 8);
        beat("idle", 10, 2);
        for (int number = 0; number < 6; number++) {
            register("{\"id\":\"j" + number + "\",\"type\":\"calculate\",\"payload\":{}}");
        }

        assertThat(beat("busy", 10, 8).get("jobs")).isEmpty();
        JsonNode given = beat("idle", 10, 2).get("jobs");
        assertThat(given).hasSize(6);
        assertThat(given.get(0).get("payload")).hasToString("{}");
        assertThat(given.get(0).get("attempt").asInt()).isEqualTo(1);

        isRefused(status("j0", "{\"status\":\"completed\",\"workerId\":\"busy\"}"), 409, "FENCE_STALE", "/workerId");
        assertThat(status("j0", "{\"status\":\"running\",\"workerId\":\"idle\",\"attempt\":1}")
                        .status())
                .isEqualTo(200);
        assertThat(beat("idle", 10, 3).get("jobs")).hasSize(5);
        assertThat(status("j0", "{\"status\":\"completed\",\"workerId\":\"idle\",\"attempt\":1}")
                        .status())
                .isEqualTo(200);
    }

    /** Without the number of its attempt it is known by the worker's name. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",\"attempt\":1"})
    void lateReport_isRefused_andKept(String attempt) {
        beat("slow", 1, 0);
        register(JOB);
        assertThat(beat("slow", 1, 0).get("jobs")).hasSize(1);
        assertThat(status("job-123", "{\"status\":\"running\",\"workerId\":\"slow\"}")
                        .status())
                .isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> listed("job-123").get("status").asText().equals("pending"));
        beat("quick", 1, 0);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> beat("quick", 1, 0).get("jobs").size() == 1);

        String late = COMPLETED.replace("worker-001", "slow").replace("}}", "}" + attempt + "}");
        Answer refused = status("job-123", late);
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.json().get("code").asText()).isEqualTo("FENCE_STALE");
        String run = server.get("/api/v1/jobs/job-123").json().get("instanceId").asText();
        assertThat(server.get("/api/v1/instances/" + run + "/tasks").text()).contains("LATE_SUCCESS");

        Answer done = status("job-123", COMPLETED.replace("worker-001", "quick"));
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(listed("job-123").get("attempts").asInt()).isEqualTo(2);
    }

    @Test
    void moreThanThereIsRoomFor_waits() {
        beat("small", 2, 1);
        register("{\"id\":\"a\",\"type\":\"calculate\"}");
        register("{\"id\":\"b\",\"type\":\"calculate\",\"priority\":10}");

        assertThat(beat("small", 2, 1).get("jobs")).hasSize(1);
        assertThat(listed("b").get("status").asText()).isEqualTo("pending");
        assertThat(beat("small", 2, 0).get("jobs")).hasSize(2);
    }

    @Test
    void failedJob_isTriedAgain() {
        register(JOB);
        Answer failed =
                status("job-123", "{\"status\":\"failed\",\"workerId\":\"worker-001\",\"error\":\"no numbers\"}");
        assertThat(failed.status()).as(failed.text()).isEqualTo(200);
        assertThat(listed("job-123").get("status").asText()).isEqualTo("pending");
        assertThat(listed("job-123").get("attempts").asInt()).isEqualTo(1);

        String again = "{\"status\":\"failed\",\"workerId\":\"worker-001\",\"error\":\"no numbers\",\"attempt\":1}";
        assertThat(status("job-123", again).status()).isEqualTo(200);
        assertThat(listed("job-123").get("attempts").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker-001", "worker-002"})
    void jobGivenBack_isDoneByWhoeverReportsIt(String worker) {
        register(JOB);
        status("job-123", "{\"status\":\"running\",\"workerId\":\"worker-001\"}");
        isRefused(
                status("job-123", "{\"status\":\"completed\",\"workerId\":\"worker-003\"}"),
                409,
                "FENCE_STALE",
                "/workerId");
        Answer back = status("job-123", "{\"status\":\"pending\",\"workerId\":\"worker-001\"}");
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(listed("job-123").get("status").asText()).isEqualTo("pending");

        Answer done = status("job-123", COMPLETED.replace("worker-001", worker));
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(listed("job-123").get("worker_id").asText()).isEqualTo(worker);
    }

    @Test
    void workers_areListedByName() {
        beat("worker-002", 4, 1);
        beat("worker-001", 10, 2);

        JsonNode first = server.get("/api/workers?limit=1").json();
        assertThat(first.at("/workers/0/worker_id").asText()).isEqualTo("worker-001");
        assertThat(first.at("/workers/0/worker_type").asText()).isEqualTo("calculate");
        assertThat(first.at("/workers/0/capacity").asInt()).isEqualTo(10);
        assertThat(first.at("/workers/0/current_load").asInt()).isEqualTo(2);
        assertThat(first.at("/workers/0/given").asInt()).isZero();
        assertThat(first.at("/workers/0/alive").asBoolean()).isTrue();
        JsonNode second = server.get(
                        "/api/workers?limit=1&cursor=" + first.get("next").asText())
                .json();
        assertThat(second.at("/workers/0/worker_id").asText()).isEqualTo("worker-002");
        assertThat(second.at("/workers/0/current_load").asInt()).isEqualTo(1);
        assertThat(server.get("/api/workers").json().get("next").isNull()).isTrue();
    }

    @Test
    void taskOfAWorkflow_isNobodysJob_andWaitsForAPerson() {
        server.post("/api/v1/workflows", """
                {"apiVersion": "orchestrator/v1", "kind": "Workflow", "namespace": "shop", "name": "sum",
                 "tasks": [{"id": "add", "task": "calculate", "queue": "router.calculate"}]}
                """);
        Answer started = server.post("/api/v1/workflows/shop/sum/instances", "{\"runId\":\"sum-1\"}");
        String run = "/api/v1/instances/" + started.json().get("instanceId").asText();

        assertThat(beat("worker-001", 10, 0).get("jobs")).isEmpty();
        assertThat(server.get(run).json().get("state").asText()).isEqualTo("SUSPENDED");
        assertThat(server.get(run + "/explain").text()).contains("NOT_A_JOB", "is the job router's");
        register(JOB);
        assertThat(beat("worker-001", 10, 0).get("jobs")).hasSize(1);
    }

    @Test
    void cancelledJob_staysSo() {
        register(JOB);
        Answer cancelled =
                server.send(server.request("/api/jobs/job-123/cancel").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
        assertThat(cancelled.json().get("status").asText()).isEqualTo("cancelled");
        assertThat(status("job-123", COMPLETED).status()).isEqualTo(409);
        assertThat(listed("job-123").get("status").asText()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/jobs/register|{'id':'a','priority':1}|/type",
                "/api/jobs/register|{'id':'a','type':'t','priority':'high'}|/priority",
                "/api/jobs/register|{'id':'a','type':'t','priority':1.5}|/priority",
                "/api/jobs/register|{'id':'a','type':'t','prio':1}|/prio",
                "/api/jobs/status|{'jobId':'a','workerId':'w'}|/status",
                "/api/jobs/status|{'jobId':'a','workerId':'w','status':'done'}|/status",
                "/api/jobs/status|{'jobId':'a','status':'completed'}|/workerId",
                "/api/jobs/status|{'jobId':'a','status':'completed','workerId':'router.broker'}|/workerId",
                "/api/workers/heartbeat|{'worker_id':'w','worker_type':'t','capacity':2,'current_load':3}|/current_load",
                "/api/workers/heartbeat|{'worker_id':'w','worker_type':'t','capacity':0}|/capacity",
                "/api/workers/heartbeat|{'worker_id':'w','capacity':1}|/worker_type"
            })
    void badInput_isAProblemWithAPointer(String path, String body, String pointer) {
        isRefused(server.post(path, body.replace('\'', '"')), 400, "INVALID_REQUEST", pointer);
    }

    @Test
    void unknownJob_is404() {
        assertThat(status("nobody", COMPLETED).status()).isEqualTo(404);
    }

    @Test
    void oneServer_leads() {
        JsonNode raft = server.get("/api/raft/status").json();
        assertThat(raft.get("role").asText()).isEqualTo("leader");
        assertThat(raft.get("term").asLong()).isEqualTo(1);
        assertThat(raft.get("peers")).isEmpty();
        assertThat(server.get("/api/cluster/status").json().at("/raft/term").asLong())
                .isEqualTo(1);
        assertThat(server.get("/api/health").json().get("status").asText()).isEqualTo("healthy");
        register(JOB);
        assertThat(server.get("/api/metrics").json().at("/jobs/pending").asInt())
                .isEqualTo(1);
    }
}
