package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TraceContext;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.service.CompensationPreview;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.server.testing.FakeWorkflows;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses, headers and fields of definitions, runs and operations as section 0 of the contract fixes them. */
class ContractTest {

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

    private Answer register(String type, String document) {
        return server.send(server.request("/api/v1/workflows")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(document)));
    }

    @Test
    void register_newThenSame_is201Then200() {
        Answer first = register("application/yaml", "name: order");
        Answer second = register("application/yaml; charset=UTF-8", "name: order");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Location")).isEqualTo("/api/v1/workflows/shop/order%20saga/revisions/3");
        assertThat(first.header("ETag")).isEqualTo("\"abc123\"");
        assertThat(first.text())
                .isEqualTo(
                        "{\"namespace\":\"shop\",\"name\":\"order saga\",\"revision\":3,\"defaultRevision\":3,\"sha256\":\"abc123\"}");
        assertThat(second.status()).isEqualTo(200);
    }

    @Test
    void register_withFaults_is422WithPlaces() {
        Answer answer = register("application/json", "{\"broken\":1}");

        assertThat(answer.status()).isEqualTo(422);
        JsonNode fault = answer.json().path("errors").path(0);
        assertThat(fault.path("pointer").asText()).isEqualTo("/tasks/0");
        assertThat(fault.path("line").asInt()).isEqualTo(3);
        assertThat(fault.path("column").asInt()).isEqualTo(5);
        assertThat(fault.path("hint").asText()).isEqualTo("hint");
    }

    @Test
    void register_badBodies_areRefusedBeforeTheCompiler() {
        assertThat(register("text/plain", "name: x").status()).isEqualTo(415);
        assertThat(register("application/yaml", "").status()).isEqualTo(400);
        assertThat(register("application/yaml", "x".repeat((1 << 20) + 1)).status())
                .isEqualTo(413);
        assertThat(server.workflows.lastRequest).isNull();
    }

    @Test
    void validate_answersAsRegisteringWould_andRegistersNothing() {
        Answer good = validate("application/yaml", "name: order");
        Answer bad = validate("application/json", "{\"broken\":1}");

        assertThat(good.status()).isEqualTo(200);
        assertThat(good.text()).isEqualTo("{\"namespace\":\"shop\",\"name\":\"order\",\"sha256\":\"abc123\"}");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.json().path("errors").path(0).path("line").asInt()).isEqualTo(3);
        assertThat(validate("text/plain", "name: x").status()).isEqualTo(415);
        assertThat(register("application/yaml", "name: order").status())
                .as("nothing was there before")
                .isEqualTo(201);
    }

    private Answer validate(String type, String document) {
        return server.send(server.request("/api/v1/workflows/validate")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(document)));
    }

    @Test
    void revisions_areAPage() {
        Answer answer = server.get("/api/v1/workflows/shop/order/revisions?limit=7&cursor=abc");

        assertThat(answer.text())
                .isEqualTo(
                        "{\"items\":[{\"namespace\":\"shop\",\"name\":\"order\",\"revision\":2,\"sha256\":\"abc123\","
                                + "\"createdAt\":\"2026-01-02T03:04:05.123456Z\"}],\"page\":{\"next\":null,\"limit\":7}}");
        assertThat(server.workflows.lastRequest).isEqualTo("shop/order/ListQuery[limit=7, cursor=abc]");
    }

    @Test
    void start_newSameAndOther_is201Then200Then409() {
        Answer first = server.post(START, "{\"runId\":\"o-1\",\"input\":{\"a\":1}}");
        Answer again = server.post(START, "{\"runId\":\"o-1\",\"input\":{\"a\":1}}");
        Answer other = server.post(START, "{\"runId\":\"o-1\",\"input\":{\"a\":2}}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Location")).isEqualTo(RUN);
        assertThat(first.header("ETag")).isEqualTo("\"1\"");
        assertThat(first.text())
                .isEqualTo(
                        "{\"instanceId\":\"" + FakeWorkflows.RUN + "\",\"namespace\":\"shop\",\"workflow\":\"order\","
                                + "\"revision\":3,\"runId\":\"o-1\",\"state\":\"RUNNING\",\"deduplicated\":false}");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("deduplicated").asBoolean()).isTrue();
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("code").asText()).isEqualTo("RUN_ID_CONFLICT");
    }

    @Test
    void start_takesEveryField() {
        Answer answer = server.post(
                START,
                "{\"runId\":\"o-1\",\"labels\":{\"tier\":\"gold\"},\"priority\":\"P1\",\"revision\":2,"
                        + "\"startAt\":\"2026-01-02T03:04:05.123456+01:00\"}");

        StartWorkflowRequest request = (StartWorkflowRequest) server.workflows.lastRequest;
        assertThat(answer.status()).isEqualTo(201);
        assertThat(request.input()).isEqualTo(Payload.EMPTY_OBJECT);
        assertThat(request.labels()).containsEntry("tier", "gold");
        assertThat(request.revision()).isEqualTo(2);
        assertThat(request.startAt()).isEqualTo("2026-01-02T02:04:05.123456Z");
    }

    @Test
    void start_withWait_answersWithTheEnd() {
        server.workflows.state = WorkflowState.COMPLETED;
        server.workflows.output = Payload.ofJson("{\"total\":1.00}");

        Answer answer = server.post(START + "?wait=30s", "{}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text()).contains("\"state\":\"COMPLETED\"").contains("\"output\":{\"total\":1.00}");
    }

    @Test
    void batchStart_badItems_areAnsweredInTheirPlace() {
        Answer answer = server.post(
                "/api/v1/instances/batch-start",
                "{\"items\":[{\"namespace\":\"shop\",\"workflow\":\"order\",\"runId\":\"a\"},17,"
                        + "{\"namespace\":\"shop\"},{\"namespace\":\"shop\",\"workflow\":\"order\",\"runId\":\"a\"},"
                        + "{\"namespace\":\"shop\",\"workflow\":\"order\",\"runId\":\"a\",\"input\":7}]}");

        JsonNode items = answer.json().path("items");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(items).hasSize(5);
        assertThat(items.path(0).path("deduplicated").asBoolean(true)).isFalse();
        assertThat(items.path(1).path("error").path("status").asInt()).isEqualTo(400);
        assertThat(items.path(2).at("/error/errors/0/pointer").asText()).isEqualTo("/workflow");
        assertThat(items.path(4).at("/error/code").asText()).isEqualTo("RUN_ID_CONFLICT");
        assertThat(items.path(3).path("deduplicated").asBoolean()).isTrue();
    }

    @Test
    void workflow_showsItsDefault_andIsChangedWithAReason() {
        Answer shown = server.get("/api/v1/workflows/shop/order");
        Answer patched = patch("{\"defaultRevision\":2,\"paused\":false,\"reason\":\"three is broken\"}");
        Object request = server.workflows.lastRequest;
        Answer changes = server.get("/api/v1/workflows/shop/order/changes");

        assertThat(shown.json().path("defaultRevision").asInt()).isEqualTo(1);
        assertThat(shown.json().path("latestRevision").asInt()).isEqualTo(3);
        assertThat(shown.json().path("paused").asBoolean()).isTrue();
        assertThat(shown.json().path("revision").asInt()).isEqualTo(1);
        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.text())
                .isEqualTo("{\"namespace\":\"shop\",\"name\":\"order\",\"defaultRevision\":2,\"latestRevision\":3,"
                        + "\"paused\":false}");
        assertThat(request)
                .isEqualTo("anonymous: WorkflowUpdate[defaultRevision=2, paused=false, reason=three is broken]");
        assertThat(changes.json().at("/items/0/reason").asText()).isEqualTo("back to what worked");
        assertThat(changes.json().at("/page/next").asText()).isEqualTo("more");
    }

    private Answer patch(String body) {
        return server.send(server.request("/api/v1/workflows/shop/order")
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"paused\":true} | /reason",
                "{\"paused\":true,\"reason\":\" \"} | /reason",
                "{\"reason\":\"r\"} | /defaultRevision",
                "{\"defaultRevision\":0,\"reason\":\"r\"} | /defaultRevision",
                "{\"defaultRevision\":\"2\",\"reason\":\"r\"} | /defaultRevision",
                "{\"pause\":true,\"reason\":\"r\"} | /pause"
            })
    void changeOfAWorkflow_thatSaysNoChange_is400(String body, String pointer) {
        Answer answer = patch(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void batchStart_withTooManyItems_is400() {
        String items = "7,".repeat(1_000) + "7";

        Answer answer = server.post("/api/v1/instances/batch-start", "{\"items\":[" + items + "]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/items");
    }

    @Test
    void get_showsTheRunWithItsSequenceNumberAsTag() {
        Answer answer = server.get(RUN);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"17\"");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().fieldNames())
                .toIterable()
                .contains(
                        "instanceId",
                        "namespace",
                        "workflow",
                        "revision",
                        "runId",
                        "state",
                        "sequenceNumber",
                        "input",
                        "output",
                        "cause",
                        "labels",
                        "priority",
                        "createdAt",
                        "startedAt",
                        "endedAt",
                        "parentInstanceId");
        assertThat(answer.json().path("createdAt").asText()).isEqualTo("2026-01-02T03:04:05.123456Z");
    }

    @Test
    void result_is200AtRestAnd202Before() {
        Answer running = server.get(RUN + "/result");
        server.workflows.state = WorkflowState.COMPENSATION_FAILED;
        Answer resting = server.get(RUN + "/result?wait=90s");

        assertThat(running.status()).isEqualTo(202);
        assertThat(running.text()).isEqualTo("{\"state\":\"RUNNING\"}");
        assertThat(resting.status()).isEqualTo(200);
        assertThat(resting.text()).isEqualTo("{\"state\":\"COMPENSATION_FAILED\",\"output\":null,\"cause\":null}");
        assertThat(server.workflows.lastRequest).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void heldResults_costNoThread() {
        List<CompletableFuture<Answer>> held = java.util.stream.IntStream.range(0, 100)
                .mapToObj(i -> server.sendAsync(
                        server.request(RUN + "/result?wait=60s").GET()))
                .toList();
        Answer meanwhile = server.get("/health/live");
        server.workflows.state = WorkflowState.COMPLETED;
        server.workflows.heldResult.complete(server.workflows.instance());

        assertThat(meanwhile.status()).isEqualTo(200);
        assertThat(held).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
    }

    @Test
    void heldResult_isAnsweredWhenTheServerDrains() {
        CompletableFuture<Answer> held =
                server.sendAsync(server.request(RUN + "/result?wait=60s").GET());
        server.drain.begin();

        assertThat(held.join().status()).isEqualTo(202);
        assertThat(server.get("/health/ready").status()).isEqualTo(503);
        assertThat(server.get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void children_areListedByTheirParent() {
        assertThat(server.get("/api/v1/instances?parentInstanceId=" + FakeWorkflows.RUN)
                        .status())
                .isEqualTo(200);

        InstanceQuery query = (InstanceQuery) server.workflows.lastRequest;
        assertThat(query.filter()).isEqualTo(RunFilter.childrenOf(FakeWorkflows.RUN));
    }

    @Test
    void compensationPlan_showsWhatAChildWouldUndo_andWhatFollows() {
        CompensationPreview.Item inner = new CompensationPreview.Item(
                "pay", null, "refund", "refund", false, false, null, null, null, List.of(), null);
        CompensationPreview.Child child =
                new CompensationPreview.Child(FakeWorkflows.RUN, WorkflowState.COMPLETED, List.of(inner), List.of());
        server.workflows.undos = List.of(new CompensationPreview.Item(
                "sub", null, null, null, false, false, null, null, null, List.of(), child));

        server.workflows.follows = List.of(
                new CompensationPreview.Sequel("rolledBack", "tell", null, "task", "mail.send"),
                new CompensationPreview.Sequel("undoFailed", "pause", "poll", "wait", null));

        Answer answer = server.get(RUN + "/compensation-plan");

        assertThat(answer.json().path("follows").toString())
                .isEqualTo(
                        "[{\"when\":\"rolledBack\",\"taskId\":\"tell\",\"within\":null,\"kind\":\"task\",\"name\":\"mail.send\"},"
                                + "{\"when\":\"undoFailed\",\"taskId\":\"pause\",\"within\":\"poll\",\"kind\":\"wait\",\"name\":null}]");
        assertThat(answer.json().at("/items/0/taskId").asText()).isEqualTo("sub");
        assertThat(answer.json().at("/items/0/child/state").asText()).isEqualTo("COMPLETED");
        assertThat(answer.json().at("/items/0/child/items/0/taskType").asText()).isEqualTo("refund");
    }

    @Test
    void lists_passTheirFiltersOn() {
        server.get("/api/v1/instances?state=FAILED,SUSPENDED&workflow=order&limit=7&cursor=abc");

        InstanceQuery query = (InstanceQuery) server.workflows.lastRequest;
        assertThat(query.filter())
                .isEqualTo(RunFilter.states(Set.of(WorkflowState.FAILED, WorkflowState.SUSPENDED))
                        .and(RunFilter.is(Column.WORKFLOW, "order")));
        assertThat(query.page().limit()).isEqualTo(7);
        assertThat(query.page().cursor()).isEqualTo("abc");
        assertThat(server.get(RUN + "/events?after=5&limit=9").text())
                .isEqualTo("{\"items\":[{\"sequenceNumber\":1,\"type\":\"WORKFLOW_STARTED\","
                        + "\"at\":\"2026-01-02T03:04:05.123456Z\",\"actor\":\"alice\",\"data\":{}}],"
                        + "\"page\":{\"next\":\"1\",\"limit\":9}}");
        assertThat(server.workflows.lastRequest).isEqualTo("5+9");
        assertThat(server.get(RUN + "/tasks").text())
                .isEqualTo("{\"items\":[],\"page\":{\"next\":null,\"limit\":200}}");
        assertThat(server.get("/api/v1/workflows").status()).isEqualTo(200);
        assertThat(server.get("/api/v1/workflows/shop/order").status()).isEqualTo(200);
        assertThat(server.get("/api/v1/workflows/shop/order/revisions/2").status())
                .isEqualTo(200);
        assertThat(server.workflows.lastRequest).isEqualTo("shop/order/Optional[2]");
        assertThat(server.get("/api/v1/schemas/workflow-v1.json").text()).isEqualTo("{\"title\":\"workflow\"}");
    }

    @Test
    void lists_findRunsWhoseUndoFailed() {
        server.workflows.state = WorkflowState.COMPENSATION_FAILED;

        Answer answer = server.get("/api/v1/instances?state=COMPENSATION_FAILED");

        assertThat(((InstanceQuery) server.workflows.lastRequest).filter())
                .isEqualTo(RunFilter.states(Set.of(WorkflowState.COMPENSATION_FAILED)));
        assertThat(answer.json().at("/items/0/state").asText()).isEqualTo("COMPENSATION_FAILED");
    }

    @Test
    void tasks_showDeadLettersAndWhyTheyGaveUp() {
        server.workflows.tasks = List.of(FakeWorkflows.deadLetter());

        JsonNode undo = server.get(RUN + "/tasks").json().at("/items/0");

        assertThat(undo.path("kind").asText()).isEqualTo("COMPENSATION");
        assertThat(undo.path("state").asText()).isEqualTo("FAILED");
        assertThat(undo.path("taskState").asText()).isEqualTo("UNDO_FAILED");
        assertThat(undo.at("/taskError/code").asText()).isEqualTo("REFUND_REFUSED");
        assertThat(undo.path("mayNotHaveHappened").asBoolean()).isTrue();
    }

    @Test
    void skippingAnUndoWithoutAReason_is400() {
        server.workflows.failure =
                new OrchestratorException(ErrorCode.INVALID_REQUEST, "Skipping an undo needs a 'reason'");

        Answer refused = server.post(RUN + "/tasks/pay/skip", "{}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText()).contains("'reason'");
        assertThat(refused.json().path("retryable").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pause",
                "resume",
                "cancel",
                "terminate",
                "retry",
                "compensate",
                "signals/paid",
                "tasks/a/retry",
                "tasks/a/skip"
            })
    void operation_honoursIfMatch(String operation) {
        Answer stale = server.send(
                server.posting(RUN + "/" + operation, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .header("If-Match", "\"16\""));
        Answer weak = server.send(
                server.posting(RUN + "/" + operation, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .header("If-Match", "W/\"17\""));
        Answer foreign = server.send(
                server.posting(RUN + "/" + operation, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .header("If-Match", "\"x\""));
        Answer broken = server.send(
                server.posting(RUN + "/" + operation, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .header("If-Match", "17"));
        Answer current = server.send(
                server.posting(RUN + "/" + operation, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .header("If-Match", "\"17\""));
        Answer any = server.send(
                server.posting(RUN + "/" + operation, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .header("If-Match", "*"));

        assertThat(List.of(stale.status(), weak.status(), foreign.status())).containsOnly(412);
        assertThat(broken.status()).isEqualTo(400);
        assertThat(current.status()).isEqualTo(200);
        assertThat(current.header("ETag")).isEqualTo("\"18\"");
        assertThat(any.header("ETag")).isEqualTo("\"19\"");
    }

    @Test
    void compensationPlan_isAskedForAsCompensateIs() {
        assertThat(server.get(RUN + "/compensation-plan?from=pay").text())
                .contains("\"planHash\":\"hash\",\"crossedPivots\":[],\"items\":[],\"follows\":[]");
        assertThat(server.workflows.lastRequest)
                .isEqualTo(new CompensateRequest("pay", null, CompensateRequest.Then.STOP, null, false, null));
        assertThat(server.get(RUN + "/compensation-plan?toSavepoint=paid").status())
                .isEqualTo(200);
        assertThat(server.workflows.lastRequest)
                .isEqualTo(new CompensateRequest(null, "paid", CompensateRequest.Then.STOP, null, false, null));

        Answer both = server.get(RUN + "/compensation-plan?from=pay&toSavepoint=paid");

        assertThat(both.status()).isEqualTo(400);
        assertThat(both.json().path("errors").path(0).path("pointer").asText()).isEqualTo("/toSavepoint");
    }

    @Test
    void compensate_saysHowFar_andWhetherByForce() {
        Answer done = server.post(
                RUN + "/compensate",
                "{\"toSavepoint\":\"paid\",\"then\":\"retry\",\"planHash\":\"h\",\"force\":true,\"reason\":\"why\"}");
        Answer pointless = server.post(RUN + "/compensate", "{\"then\":\"retry\"}");

        assertThat(done.status()).isEqualTo(200);
        assertThat(server.workflows.lastRequest)
                .isEqualTo(new CompensateRequest(null, "paid", CompensateRequest.Then.RETRY, "h", true, "why"));
        assertThat(pointless.status()).isEqualTo(400);
        assertThat(pointless.json().path("detail").asText()).contains("'fromTaskId' or 'toSavepoint'");
    }

    @Test
    void crossingAPivot_isAConflictOfItsOwnKind() {
        server.workflows.failure = new OrchestratorException(ErrorCode.PIVOT_PASSED, "pay has completed");

        Answer refused = server.post(RUN + "/compensate", "{}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("PIVOT_PASSED");
        assertThat(refused.json().path("type").asText()).isEqualTo("urn:orchestrator:problem:pivot-passed");
        assertThat(refused.json().path("retryable").asBoolean()).isFalse();
    }

    @Test
    void operation_carriesReasonAndActor() {
        Answer done = server.post(RUN + "/terminate", "{\"reason\":\"stuck\",\"compensate\":false}");
        server.workflows.state = WorkflowState.COMPLETED;
        Answer late = server.post(RUN + "/pause", "{}");

        assertThat(done.status()).isEqualTo(200);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().path("code").asText()).isEqualTo("ILLEGAL_STATE");
        assertThat(server.workflows.lastActor).isEqualTo("anonymous");
        assertThat(server.workflows.lastRequest).isEqualTo(new ControlRequest(null, null));
    }

    @Test
    void fault_is500WithIncidentAndNothingElse() {
        server.workflows.failure = new IllegalStateException("secret detail");

        for (Answer answer : List.of(server.get(RUN), server.post(START, "{}"), server.post(RUN + "/pause", "{}"))) {
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.json().path("instance").asText()).startsWith("urn:orchestrator:incident:");
            assertThat(answer.json().path("retryable").asBoolean()).isTrue();
            assertThat(answer.text()).doesNotContain("secret", "Exception", "java");
        }
    }

    @Test
    void faultOfTheEngine_is500WithIncidentToo() {
        server.workflows.failure = new OrchestratorException(ErrorCode.INTERNAL, "secret detail");

        Answer answer = server.get(RUN);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().path("instance").asText()).startsWith("urn:orchestrator:incident:");
        assertThat(answer.text()).doesNotContain("secret");
    }

    @Test
    void unavailable_is503WithRetryAfter() {
        server.workflows.failure = new OrchestratorException(ErrorCode.UNAVAILABLE, "The database does not answer");

        Answer answer = server.post(START, "{}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void health_followsTheDatabase() {
        assertThat(server.get("/health/ready").text())
                .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"accepting\",\"status\":\"UP\"},"
                        + "{\"name\":\"database\",\"status\":\"UP\"}]}");

        server.isDatabaseUp = false;

        assertThat(server.get("/health/ready").status()).isEqualTo(503);
        assertThat(server.get("/health").status()).isEqualTo(503);
        assertThat(server.get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void startOfAServer_isOverWhenItsDatabaseHasAnsweredOnce() {
        server.isDatabaseUp = false;
        assertThat(server.get("/health/started").status()).isEqualTo(503);
        server.isDatabaseUp = true;
        assertThat(server.get("/health/started").text())
                .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"started\",\"status\":\"UP\"}]}");

        server.isDatabaseUp = false;
        server.drain.begin();

        assertThat(server.get("/health/started").status()).isEqualTo(200);
    }

    @Test
    void metrics_areInPrometheusText() {
        Answer answer = server.get("/metrics");

        assertThat(answer.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
        assertThat(answer.text())
                .contains(
                        "# TYPE orchestrator_build_info gauge\norchestrator_build_info{java=\"",
                        "version=\"",
                        "\"} 1\n")
                .containsPattern("jvm_memory_used_bytes\\{area=\"heap\",id=\"[^\"]+\"} ");
    }

    /** Ids stand in no label, whatever is asked for. */
    @Test
    void metrics_haveRequestsByTheirRoute() {
        server.get(RUN);
        server.get("/api/v1/instances/00000000-0000-0000-0000-000000000009");
        server.get("/nothing/here");

        assertThat(server.get("/metrics").text())
                .contains(
                        "# TYPE orchestrator_http_server_seconds histogram",
                        "orchestrator_http_server_seconds_count{method=\"GET\",route=\"/api/v1/instances/{instanceId}\",status=\"200\"} 1",
                        "orchestrator_http_server_seconds_count{method=\"GET\",route=\"\",status=\"404\"} 1")
                .doesNotContain("000000000009", "nothing/here");
    }

    @Test
    void metrics_ofTheEngine_areAmongThem_withLabelsEscaped() {
        assertThat(server.get("/metrics").text())
                .contains("# TYPE orchestrator_tasks_ready gauge\norchestrator_tasks_ready{queue=\"a\\\"b\"} 3.0\n");
    }

    @Test
    void explain_listsReasons_withoutEmptyFields() {
        Answer answer = server.get(RUN + "/explain");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("state").asText()).isEqualTo("RUNNING");
        assertThat(answer.json().path("reasons").toString())
                .isEqualTo("[{\"code\":\"PAUSED\",\"message\":\"Paused.\",\"actor\":\"ann\","
                        + "\"since\":\"2026-01-02T03:04:05.123456Z\",\"actions\":[\"resume\"]}]");
    }

    @Test
    void explain_saysWhichTraceItIs_andWhereThatIsShown() {
        JsonNode answer = server.get(RUN + "/explain").json();

        String trace = TraceContext.ofRun(FakeWorkflows.RUN).traceId();
        assertThat(answer.path("traceId").asText()).isEqualTo(trace);
        assertThat(answer.path("traceLink").asText()).isEqualTo("https://traces.example.com/" + trace + "?show=all");
    }

    @Test
    void explain_ofNothing_is404() {
        assertThat(server.get("/api/v1/instances/00000000-0000-0000-0000-000000000009/explain")
                        .status())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/instances/nonsense/explain").status()).isEqualTo(404);
    }
}
