package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs: section 0b of the contract, with a whole engine behind it. */
class JobContractTest {

    private OwnEngine engine;
    private TestServer server;

    private static OwnEngine newEngine() {
        return OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.standing()));
    }

    /** The compiler takes its time when it is asked for the first time. */
    @BeforeAll
    static void warmUp() {
        try (OwnEngine first = newEngine()) {
            first.jobService()
                    .putJob(JobRequest.of("first", Payload.EMPTY_OBJECT))
                    .join();
        }
    }

    @BeforeEach
    void open() {
        engine = newEngine();
        server = TestServer.of(engine);
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private Answer put(String job) {
        return server.post("/api/v1/jobs", job);
    }

    private JsonNode job(String jobId) {
        return server.get("/api/v1/jobs/" + jobId).json();
    }

    /** The one task that waits for a worker of the queue. */
    private JsonNode take(String queue) {
        return server.post(
                        "/api/v1/tasks/poll",
                        "{\"workerId\":\"w1\",\"queues\":[\"" + queue + "\"],\"max\":1,\"wait\":\"0s\"}")
                .json()
                .at("/tasks/0");
    }

    private Answer report(JsonNode task, String verb, String what) {
        return server.post(
                "/api/v1/tasks/" + task.get("executionId").asText() + "/" + verb,
                "{\"workerId\":\"w1\",\"fenceToken\":" + task.get("fenceToken") + "," + what + "}");
    }

    private static String fatal() {
        return "\"failure\":{\"kind\":\"fatal\",\"code\":\"BROKEN\",\"message\":\"no\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "outcome", "none"})
    void job_isPut_done_andTellsItsOutcome(String history) {
        Answer put = put("{\"type\":\"mail.send\",\"payload\":{\"to\":1.50},\"history\":\"" + history + "\"}");

        assertThat(put.status()).isEqualTo(201);
        String jobId = put.json().get("jobId").asText();
        assertThat(put.header("Location")).isEqualTo("/api/v1/jobs/" + jobId);
        assertThat(put.json().get("state").asText()).isEqualTo("PENDING");
        assertThat(put.json().get("deduplicated").asBoolean()).isFalse();
        assertThat(job(jobId).get("state").asText()).isEqualTo("PENDING");

        JsonNode task = take("mail.send");
        assertThat(task.get("input")).hasToString("{\"to\":1.5}");
        assertThat(task.get("idempotencyKey").asText()).isEqualTo("jobs/mail.send/" + jobId + "/job");
        assertThat(job(jobId).get("state").asText()).isEqualTo("RUNNING");
        assertThat(job(jobId).get("attempts").asInt()).isEqualTo(1);

        assertThat(report(task, "complete", "\"output\":{\"sent\":true}").status())
                .isEqualTo(200);
        if (!history.equals("none")) {
            JsonNode done = job(jobId);
            assertThat(done.get("state").asText()).isEqualTo("SUCCEEDED");
            assertThat(done.get("output")).hasToString("{\"sent\":true}");
            assertThat(done.get("history").asText()).isEqualTo(history);
        }
    }

    @Test
    void jobId_isTheCallers_andRepeatingItIsTheSameJob() {
        String body = "{\"type\":\"mail.send\",\"payload\":{\"to\":1},\"jobId\":\"order 17/mail\"}";

        Answer first = put(body);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Location")).isEqualTo("/api/v1/jobs/order%2017%2Fmail");

        Answer again = put(body);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("deduplicated").asBoolean()).isTrue();
        assertThat(again.json().get("jobId").asText()).isEqualTo("order 17/mail");
        assertThat(server.get("/api/v1/jobs?type=mail.send").json().get("items"))
                .hasSize(1);

        Answer other = put(body.replace("1}", "2}"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().get("code").asText()).isEqualTo("RUN_ID_CONFLICT");
        assertThat(other.json().at("/errors/0/pointer").asText()).isEqualTo("/payload/to");
        assertThat(put(body.replace("mail.send", "mail.read"))
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/type");
    }

    @Test
    void dedupeKey_keepsASecondOpenJobOfItsTypeOut_andLetsItInAfterwards() {
        String body = "{\"type\":\"index\",\"payload\":{\"n\":1},\"dedupeKey\":\"doc-1\"}";
        String first = put(body).json().get("jobId").asText();

        Answer second = put(body.replace("\"n\":1", "\"n\":2"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().get("jobId").asText()).isEqualTo(first);
        assertThat(second.json().get("deduplicated").asBoolean()).isTrue();
        assertThat(put(body.replace("\"index\"", "\"other\"")).status()).isEqualTo(201);

        report(take("index"), "complete", "\"output\":{}");

        Answer third = put(body);
        assertThat(third.status()).isEqualTo(201);
        assertThat(third.json().get("jobId").asText()).isNotEqualTo(first);
    }

    @Test
    void batch_answersEachItemInItsPlace() {
        Answer answer = put("""
                {"items":[{"type":"a","payload":{}},{"type":"a"},{"type":"a","payload":{},"retry":{"maxAttempts":0}},
                {"type":"a","payload":{},"dedupeKey":"k"},{"type":"a","payload":{},"dedupeKey":"k"},{"items":[]},17]}""");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode items = answer.json().get("items");
        assertThat(items).hasSize(7);
        assertThat(items.at("/0/state").asText()).isEqualTo("PENDING");
        assertThat(items.at("/1/error/errors/0/pointer").asText()).isEqualTo("/payload");
        assertThat(items.at("/2/error/code").asText()).isEqualTo("JOB_INVALID");
        assertThat(items.at("/2/error/errors/0/pointer").asText()).isEqualTo("/retry/maxAttempts");
        assertThat(items.at("/4/jobId")).isEqualTo(items.at("/3/jobId"));
        assertThat(items.at("/4/deduplicated").asBoolean()).isTrue();
        assertThat(items.at("/5/error/errors/0/pointer").asText()).isEqualTo("/items");
        assertThat(items.at("/6/error/status").asInt()).isEqualTo(400);
        assertThat(server.get("/api/v1/jobs?type=a").json().get("items")).hasSize(2);
    }

    @Test
    void batch_hasAtMostAThousand() {
        String item = "{\"type\":\"a\",\"payload\":{}}";
        String thousand = item + ("," + item).repeat(999);

        assertThat(put("{\"items\":[" + thousand + "]}").json().get("items")).hasSize(1_000);
        assertThat(put("{\"items\":[" + thousand + "," + item + "]}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | /type              | {'payload':{}}",
                "400 | /payload           | {'type':'a'}",
                "400 | /type              | {'type':' ','payload':{}}",
                "400 | /priority          | {'type':'a','payload':{},'priority':'P9'}",
                "400 | /runAt             | {'type':'a','payload':{},'runAt':'soon'}",
                "400 | /history           | {'type':'a','payload':{},'history':'some'}",
                "400 | /colour            | {'type':'a','payload':{},'colour':'red'}",
                "400 | /items             | {'type':'a','payload':{},'items':[]}",
                "422 | /type              | {'type':'a b','payload':{}}",
                "422 | /queue             | {'type':'a','payload':{},'queue':'a b'}",
                "422 | /retry/maxAttempt  | {'type':'a','payload':{},'retry':{'maxAttempt':3}}",
                "422 | /retry/maxAttempts | {'type':'a','payload':{},'retry':{'maxAttempts':-1}}",
                "422 | /timeouts/lease    | {'type':'a','payload':{},'timeouts':{'lease':'1 hour'}}",
                "422 | /timeouts          | {'type':'a','payload':{},'timeouts':7}",
                "422 | /compensate        | {'type':'a','payload':{},'history':'full','compensate':{}}",
                "422 | /compensate/input  | {'type':'a','payload':{},'compensate':{'task':'b','input':'${ nobody }'}}",
                "422 | /history           | {'type':'a','payload':{},'history':'none','compensate':{'task':'b'}}"
            })
    void badJob_isRefusedByItsPlace(int status, String pointer, String body) {
        Answer answer = put(body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(server.get("/api/v1/jobs").json().get("items")).isEmpty();
    }

    @Test
    void failedJob_saysWhy_andTriesAgain() {
        String jobId = put("{\"type\":\"a\",\"payload\":{},\"retry\":{\"maxAttempts\":1}}")
                .json()
                .get("jobId")
                .asText();
        report(take("a"), "fail", fatal());

        JsonNode failed = job(jobId);
        assertThat(failed.get("state").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/cause/code").asText()).isEqualTo("BROKEN");
        assertThat(server.get("/api/v1/jobs?state=FAILED")
                        .json()
                        .at("/items/0/jobId")
                        .asText())
                .isEqualTo(jobId);

        Answer retried = server.post("/api/v1/jobs/" + jobId + "/retry", "{\"reason\":\"mended\"}");
        assertThat(retried.status()).as(retried.text()).isEqualTo(200);
        assertThat(retried.json().get("state").asText()).isEqualTo("PENDING");
        report(take("a"), "complete", "\"output\":7");
        assertThat(job(jobId).get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(server.post("/api/v1/jobs/" + jobId + "/retry", "{}").status())
                .isEqualTo(409);
    }

    @Test
    void retry_isRefused_whileAnotherOpenJobHasTheKey() {
        String body = "{\"type\":\"a\",\"payload\":{},\"dedupeKey\":\"k\"}";
        String first = put(body).json().get("jobId").asText();
        report(take("a"), "fail", fatal());
        String second = put(body).json().get("jobId").asText();

        Answer refused = server.post("/api/v1/jobs/" + first + "/retry", "{}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.json().get("detail").asText()).contains(second);

        server.post("/api/v1/jobs/" + second + "/cancel", "{\"reason\":\"not needed\"}");
        assertThat(server.post("/api/v1/jobs/" + first + "/retry", "{}").status())
                .isEqualTo(200);
        assertThat(put(body).json().get("jobId").asText()).isEqualTo(first);
    }

    @Test
    void cancel_stopsAJobThatWaits() {
        String jobId =
                put("{\"type\":\"a\",\"payload\":{}}").json().get("jobId").asText();

        Answer cancelled = server.post("/api/v1/jobs/" + jobId + "/cancel", "{\"reason\":\"not needed\"}");
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json().get("state").asText()).isEqualTo("CANCELLED");
        assertThat(take("a").isMissingNode()).isTrue();
        assertThat(server.post("/api/v1/jobs/nobody/cancel", "{}").status()).isEqualTo(404);
    }

    @Test
    void compensate_undoesAJobThatGaveUp() {
        String jobId = put("""
                {"type":"charge","payload":{"amount":12345678901234567890.10},"retry":{"maxAttempts":1},
                 "compensate":{"task":"refund","input":{"amount":"${ input.amount }"}}}""").json().get("jobId").asText();
        report(
                take("charge"),
                "fail",
                "\"failure\":{\"kind\":\"unknown\",\"code\":\"LOST\",\"message\":\"no answer\"}");

        JsonNode undo = take("refund");
        assertThat(undo.get("input").toString()).contains("amount");
        report(undo, "complete", "\"output\":{}");

        assertThat(job(jobId).get("state").asText()).isEqualTo("FAILED");
        assertThat(job(jobId).at("/cause/code").asText()).isEqualTo("LOST");
    }

    @Test
    void runAt_isNotBefore() {
        String jobId = put("{\"type\":\"a\",\"payload\":{},\"runAt\":\"2999-01-01T00:00:00Z\"}")
                .json()
                .get("jobId")
                .asText();

        assertThat(job(jobId).get("state").asText()).isEqualTo("PENDING");
        assertThat(job(jobId).get("runAt").asText()).isEqualTo("2999-01-01T00:00:00Z");
        assertThat(take("a").isMissingNode()).isTrue();
    }

    @Test
    void list_isFiltered_newestFirst() {
        String one = put("{\"type\":\"a\",\"payload\":{},\"entityId\":\"e1\"}")
                .json()
                .get("jobId")
                .asText();
        String two = put("{\"type\":\"a\",\"payload\":{},\"entityId\":\"e2\"}")
                .json()
                .get("jobId")
                .asText();
        put("{\"type\":\"b\",\"payload\":{}}");

        JsonNode all = server.get("/api/v1/jobs?type=a").json();
        assertThat(all.at("/items/0/jobId").asText()).isEqualTo(two);
        assertThat(all.at("/items/1/jobId").asText()).isEqualTo(one);
        JsonNode ofOne = server.get("/api/v1/jobs?entityId=e1").json();
        assertThat(ofOne.get("items")).hasSize(1);
        assertThat(ofOne.at("/items/0/entityId").asText()).isEqualTo("e1");
        assertThat(server.get("/api/v1/jobs?state=SUCCEEDED").json().get("items"))
                .isEmpty();
        assertThat(server.get("/api/v1/jobs?state=DONE").status()).isEqualTo(400);
        JsonNode first = server.get("/api/v1/jobs?limit=1").json();
        JsonNode second = server.get(
                        "/api/v1/jobs?limit=1&cursor=" + first.at("/page/next").asText())
                .json();
        assertThat(second.at("/items/0/jobId").asText()).isEqualTo(two);
    }
}
