package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.server.testing.FakeTasks;
import com.orchestrator.server.testing.FakeWorkflows;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What workers send and get, and that payloads pass byte for byte. */
class WorkerContractTest {

    private static final String POLL = "/api/v1/tasks/poll";
    private static final String TASK = "/api/v1/tasks/" + FakeTasks.EXECUTION;
    private static final String ID = "\"executionId\":\"" + FakeTasks.EXECUTION + "\"";
    private static final String FAILED =
            "{\"workerId\":\"w1\",\"queues\":[\"q\"],\"results\":[{" + ID + ",\"fenceToken\":7,\"failure\":{%s}}]}";

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.open();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private PollRequest polled() {
        return (PollRequest) server.tasks.lastRequest;
    }

    /** Only what the contract marks as optional may be missing. */
    @Test
    void taskOutsideOfALoop_hasANullIteration() {
        JsonNode task = server.post(POLL, "{\"workerId\":\"w1\",\"queues\":[\"q\"]}")
                .json()
                .at("/tasks/0");

        assertThat(task.get("iteration").isNull()).isTrue();
        assertThat(task.has("lastProgress")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ExecutionKind.class)
    void task_saysWhetherItIsWorkOrItsUndoOrAQuestion(ExecutionKind kind) {
        server.tasks.kind = kind;

        JsonNode task = server.post(POLL, "{\"workerId\":\"w1\",\"queues\":[\"q\"]}")
                .json()
                .at("/tasks/0");

        assertThat(task.path("kind").asText()).isEqualTo(kind.name());
    }

    @Test
    void poll_fillsInItsDefaults() {
        Answer answer = server.post(POLL, "{\"workerId\":\"w1\",\"queues\":[\"inventory\"]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(polled().max()).isEqualTo(10);
        assertThat(polled().waitTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(polled().lease()).isNull();
    }

    @Test
    void poll_takesEveryField() {
        server.post(
                POLL,
                "{\"workerId\":\"w1\",\"queues\":[\"a\",\"b\"],\"max\":3,\"wait\":\"90s\",\"lease\":\"PT20S\","
                        + "\"renewals\":[{" + ID + ",\"fenceToken\":7,\"progress\":[1]}]}");

        assertThat(polled().queues()).containsExactly("a", "b");
        assertThat(polled().waitTime()).isEqualTo(Duration.ofSeconds(60));
        assertThat(polled().lease()).isEqualTo(Duration.ofSeconds(20));
        assertThat(polled().renewals().get(0).progress()).isEqualTo(Payload.ofJson("[1]"));
    }

    @Test
    void poll_answersEveryEntryInItsPlace() {
        Answer answer = server.post(
                POLL,
                "{\"workerId\":\"w1\",\"queues\":[\"q\"],\"results\":[" + "{" + ID + ",\"fenceToken\":7,\"output\":1},"
                        + "{" + ID + ",\"output\":1},"
                        + "{" + ID + ",\"fenceToken\":6,\"output\":1},"
                        + "{" + ID + ",\"fenceToken\":7,\"output\":1,\"failure\":{}},"
                        + "{" + ID + ",\"fenceToken\":7,\"failure\":{\"kind\":\"boom\"}},"
                        + "{" + ID + ",\"fenceToken\":7,\"output\":null,\"failure\":{}}],"
                        + "\"renewals\":[{" + ID + "},{" + ID + ",\"fenceToken\":7}]}");

        JsonNode results = answer.json().path("results");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(results.findValuesAsText("status"))
                .containsExactly("ACCEPTED", "REJECTED", "REJECTED", "REJECTED", "REJECTED", "ACCEPTED");
        assertThat(results.findValuesAsText("code"))
                .containsExactly("INVALID_REQUEST", "FENCE_STALE", "INVALID_REQUEST", "INVALID_REQUEST");
        assertThat(answer.json().path("renewals").findValuesAsText("status")).containsExactly("LOST", "RENEWED");
        assertThat(answer.json().path("tasks")).hasSize(1);
        assertThat(polled().waitTime()).isEqualTo(Duration.ZERO);
    }

    @Test
    void poll_withEntryNobodyCanBeToldAbout_is400() {
        Answer answer = server.post(
                POLL,
                "{\"workerId\":\"w1\",\"queues\":[\"q\"],\"results\":[{" + ID
                        + ",\"fenceToken\":7},{\"fenceToken\":7}]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/results/1/executionId");
        assertThat(server.tasks.lastRequest).isNull();
    }

    @Test
    void failure_hasDefaults() {
        server.post(POLL, FAILED.formatted(""));

        TaskReport report = polled().results().get(0);
        assertThat(report.output()).isNull();
        assertThat(report.failure().kind()).isEqualTo(FailureKind.RETRYABLE);
        assertThat(report.failure().code()).isEqualTo("ERROR");
    }

    @Test
    void failure_takesEveryField() {
        server.post(
                POLL,
                FAILED.formatted("\"kind\":\"fatal\",\"code\":\"NO\",\"message\":\"m\",\"details\":{\"a\":1.0},"
                        + "\"retryAfter\":\"1m\""));

        TaskReport report = polled().results().get(0);
        assertThat(report.failure().kind()).isEqualTo(FailureKind.FATAL);
        assertThat(report.failure().details()).isEqualTo(Payload.ofJson("{\"a\":1.0}"));
        assertThat(report.failure().retryAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"queues\":[\"q\"]} | /workerId",
                "{\"workerId\":\" \",\"queues\":[\"q\"]} | /workerId",
                "{\"workerId\":\"w\\u0000\",\"queues\":[\"q\"]} | /workerId",
                "{\"workerId\":\"w\"} | /queues",
                "{\"workerId\":\"w\",\"queues\":[]} | /queues",
                "{\"workerId\":\"w\",\"queues\":\"q\"} | /queues",
                "{\"workerId\":\"w\",\"queues\":[null]} | /queues/0",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"wait\":30} | /wait",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"wait\":\"30\"} | /wait",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"max\":\"10\"} | /max",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"max\":-1} | /max",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"max\":1.5} | /max",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"lease\":\"2h\"} | /lease",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"results\":[null]} | /results/0",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"results\":{}} | /results",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"renewals\":[{\"fenceToken\":1}]} | /renewals/0/executionId"
            })
    void badPoll_is400WithPointer(String body, String pointer) {
        Answer answer = server.post(POLL, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void badPoll_hintsAtTheRightName() {
        Answer answer = server.post(POLL, "{\"workerId\":\"w\",\"queue\":[\"q\"]}");

        assertThat(answer.json().at("/errors/0/hint").asText()).isEqualTo("did you mean 'queues'?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1.00}",
                "1e400",
                "0.1000000000000000055511151231257827",
                "{\"b\":1,\"a\":2}",
                "{ \"a\" :\t[ 1 ,2 ]\n}",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "{\"\\ud800\":\"\\u0061\\/\"}",
                "\"grün 漢字 😀\"",
                "{\"ключ\":\"é\"}",
                "[]",
                "{}",
                "\"\"",
                "null",
                "true",
                "false",
                "0",
                "-0",
                "-0.0",
                "1E+5",
                "123456789012345678901234567890",
                "[[[]]]",
                "[1 , 2]",
                "{\"null\":null}",
                "\"\\\"\\\\\\n\""
            })
    void payload_passesByteForByte(String json) {
        server.tasks.input = Payload.ofJson(json);
        String body = "{\"results\" : [ {" + ID + ",\"fenceToken\":7,\"output\": " + json + " } ], \"workerId\":\"w1\","
                + "\"queues\":[\"q\"]}";

        Answer answer = server.post(POLL, body);
        server.post(TASK + "/complete", "{\"workerId\":\"w\",\"fenceToken\":7,\"output\":" + json + "}");
        TaskReport single = (TaskReport) server.tasks.lastRequest;
        server.post(TASK + "/complete", "{\"workerId\":\"w\",\"output\"  :  " + json + "  ,\"fenceToken\":7}");
        TaskReport spaced = (TaskReport) server.tasks.lastRequest;

        assertThat(answer.text()).contains("\"input\":" + json + ",");
        assertThat(single.output()).hasToString(json);
        assertThat(spaced.output()).hasToString(json);
    }

    @Test
    void largePayload_passesByteForByte() {
        String json = "{\"text\":\"" + "ü😀x".repeat(100_000) + "\"}";
        server.tasks.input = Payload.ofJson(json);

        Answer answer = server.post(
                POLL,
                "{\"workerId\":\"w1\",\"queues\":[\"q\"],\"results\":[{" + ID + ",\"fenceToken\":7,\"output\":" + json
                        + "}]}");

        assertThat(polled().results().get(0).output()).hasToString(json);
        assertThat(answer.text()).contains("\"input\":" + json + ",");
    }

    @Test
    void payloadAfterByteOrderMark_isCutInTheRightPlace() {
        byte[] body =
                "\ufeff{\"workerId\":\"w\",\"fenceToken\":7,\"output\":{\"a\":1.00}}".getBytes(StandardCharsets.UTF_8);

        server.post(TASK + "/complete", body);

        assertThat(((TaskReport) server.tasks.lastRequest).output()).hasToString("{\"a\":1.00}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acquire | {\"workerId\":\"w\"}",
                "complete | {\"workerId\":\"w\",\"fenceToken\":7,\"output\":{}}",
                "complete | {\"workerId\":\"w\",\"fenceToken\":7}",
                "fail | {\"workerId\":\"w\",\"fenceToken\":7,\"failure\":{\"kind\":\"compensate\"}}",
                "renew | {\"workerId\":\"w\",\"fenceToken\":7,\"progress\":5}",
                "release | {\"workerId\":\"w\",\"fenceToken\":7}"
            })
    void singleCall_isAnsweredWithSmallJson(String call, String body) {
        Answer answer = server.post(TASK + "/" + call, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("executionId").asText()).isEqualTo(FakeTasks.EXECUTION.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "complete | {\"workerId\":\"w\",\"fenceToken\":6}",
                "fail | {\"workerId\":\"w\",\"fenceToken\":6,\"failure\":{}}",
                "renew | {\"workerId\":\"w\",\"fenceToken\":6}",
                "release | {\"workerId\":\"w\",\"fenceToken\":6}"
            })
    void singleCall_withStaleFence_is409(String call, String body) {
        Answer answer = server.post(TASK + "/" + call, body);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").asText()).isEqualTo("FENCE_STALE");
        assertThat(answer.json().path("retryable").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acquire | {} | /workerId",
                "complete | {\"workerId\":\"w\",\"output\":1} | /fenceToken",
                "complete | {\"workerId\":\"w\",\"fenceToken\":null} | /fenceToken",
                "complete | {\"workerId\":\"w\",\"fenceToken\":\"7\"} | /fenceToken",
                "fail | {\"workerId\":\"w\",\"fenceToken\":7} | /failure",
                "fail | {\"workerId\":\"w\",\"fenceToken\":7,\"failure\":{\"retryAfter\":5}} | /failure/retryAfter",
                "renew | {\"fenceToken\":7} | /workerId",
                "release | {\"workerId\":\"w\"} | /fenceToken"
            })
    void singleCall_withoutWhatItNeeds_is400WithPointer(String call, String body, String pointer) {
        Answer answer = server.post(TASK + "/" + call, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "complete | {\"output\":{\"a\":1.00}}",
                "complete | {}",
                "fail | {\"failure\":{\"kind\":\"compensate\",\"code\":\"NO\"}}",
                "extend | {\"lease\":\"2h\"}"
            })
    void wordOnATask_canBeGivenByItsToken_butNotByALateOne(String call, String body) {
        Answer answer = server.post(tokenCall(FakeTasks.FENCE, call), body);
        Answer late = server.post(tokenCall(FakeTasks.FENCE - 1, call), body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("executionId").asText()).isEqualTo(FakeTasks.EXECUTION.toString());
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().path("code").asText()).isEqualTo("FENCE_STALE");
    }

    private static String tokenCall(long fenceToken, String call) {
        return "/api/v1/task-tokens/" + new TaskToken(FakeTasks.EXECUTION, "w1", fenceToken) + "/" + call;
    }

    @Test
    void halfAToken_isSaidToBeOne() {
        String whole = new TaskToken(FakeTasks.EXECUTION, "w1", 7).toString();

        Answer answer =
                server.post("/api/v1/task-tokens/" + whole.substring(0, whole.length() - 4) + "/complete", "{}");

        Answer poison = server.post("/api/v1/task-tokens/" + forged("w\u0000") + "/extend", "{\"lease\":\"1h\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains("not a whole task token");
        assertThat(poison.status()).isEqualTo(400);
    }

    /** A token that no worker has given out, with a worker that cannot be. */
    private static String forged(String worker) {
        byte[] name = worker.getBytes(StandardCharsets.UTF_8);
        ByteBuffer token = ByteBuffer.allocate(3 * Long.BYTES + name.length + Integer.BYTES)
                .putLong(FakeTasks.EXECUTION.getMostSignificantBits())
                .putLong(FakeTasks.EXECUTION.getLeastSignificantBits())
                .putLong(7)
                .put(name);
        CRC32 sum = new CRC32();
        sum.update(token.array(), 0, token.position());
        token.putInt((int) sum.getValue());
        return "t1." + Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    @Test
    void renewal_takesALease_upToThirtyDays() {
        server.post(TASK + "/renew", "{\"workerId\":\"w\",\"fenceToken\":7,\"lease\":\"30d\"}");
        Answer tooLong = server.post(TASK + "/renew", "{\"workerId\":\"w\",\"fenceToken\":7,\"lease\":\"31d\"}");

        assertThat(((LeaseRenewal) server.tasks.lastRequest).lease()).isEqualTo(Duration.ofDays(30));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.json().at("/errors/0/pointer").asText()).isEqualTo("/lease");
    }

    @Test
    void logLines_arePassedOn_andShowable() {
        Answer answer = server.post(
                "/api/v1/tasks/logs",
                "{\"workerId\":\"w\",\"lines\":[{" + ID + ",\"fenceToken\":7,\"number\":1,\"level\":\"WARNING\","
                        + "\"at\":\"2026-11-21T10:00:00Z\",\"message\":\"a\\u0000b\\n\"},{" + ID
                        + ",\"fenceToken\":7,\"number\":2,\"message\":\"" + "x".repeat(5_000) + "\"}]}");

        assertThat(answer.text()).isEqualTo("{\"lines\":2}");
        assertThat(server.tasks.lastRequest)
                .isEqualTo(List.of(
                        new LogLine(
                                FakeTasks.EXECUTION,
                                7,
                                1,
                                Instant.parse("2026-11-21T10:00:00Z"),
                                LogLine.Level.WARNING,
                                "a b\n"),
                        new LogLine(FakeTasks.EXECUTION, 7, 2, null, LogLine.Level.INFO, "x".repeat(4_000))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"lines\":[]} | /workerId",
                "{\"workerId\":\"w\"} | /lines",
                "{\"workerId\":\"w\",\"lines\":[{\"fenceToken\":1,\"number\":1,\"message\":\"m\"}]} | /lines/0/executionId",
                "{\"workerId\":\"w\",\"lines\":[null]} | /lines/0"
            })
    void badLogLines_are400WithPointer(String body, String pointer) {
        Answer answer = server.post("/api/v1/tasks/logs", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void logOfARun_isAList() {
        Answer answer = server.get("/api/v1/instances/" + FakeWorkflows.RUN + "/logs?limit=10");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/items/0").fieldNames())
                .toIterable()
                .containsExactly("executionId", "fenceToken", "number", "at", "level", "message");
        assertThat(answer.json().at("/page/next").asText()).isEqualTo("more");
    }

    @Test
    void acquire_ofNothing_is404() {
        Answer answer =
                server.post("/api/v1/tasks/00000000-0000-0000-0000-000000000000/acquire", "{\"workerId\":\"w\"}");

        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void heldPolls_costNoThread() {
        server.tasks.isHolding = true;
        List<CompletableFuture<Answer>> held = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> server.sendAsync(server.posting(
                        POLL, "{\"workerId\":\"w\",\"queues\":[\"q\"]}".getBytes(StandardCharsets.UTF_8))))
                .toList();
        Answer meanwhile = server.post(TASK + "/complete", "{\"workerId\":\"w\",\"fenceToken\":7}");
        server.tasks.drain();

        assertThat(meanwhile.status()).isEqualTo(200);
        assertThat(held)
                .allSatisfy(answer ->
                        assertThat(answer.join().text()).isEqualTo("{\"results\":[],\"renewals\":[],\"tasks\":[]}"));
    }

    @Test
    void heartbeat_isPassedOn() {
        Answer answer = server.send(server.request("/api/v1/workers/w1/heartbeat")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"queues\":[\"q\"],\"capacity\":8,\"currentLoad\":2,"
                        + "\"state\":\"RUNNING\",\"generation\":3}")));

        WorkerHeartbeat heartbeat = (WorkerHeartbeat) server.tasks.lastRequest;
        assertThat(answer.status()).isEqualTo(200);
        assertThat(heartbeat.capacity()).isEqualTo(8);
        assertThat(heartbeat.state()).isEqualTo(WorkerHeartbeat.State.RUNNING);
    }
}
