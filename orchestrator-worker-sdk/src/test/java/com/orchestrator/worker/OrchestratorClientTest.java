package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.fleet.AuditRecord;
import com.orchestrator.api.fleet.IssuedToken;
import com.orchestrator.api.fleet.OutboxState;
import com.orchestrator.api.fleet.OutboxStatus;
import com.orchestrator.api.fleet.QuotaRefusal;
import com.orchestrator.api.fleet.ServerSetting;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.BreakerStatus;
import com.orchestrator.api.limit.BudgetStatus;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.api.model.LockStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.CompensateRequest;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrchestratorClientTest extends ClientStory {

    private static final UUID ID = UUID.fromString("01990000-0000-7000-8000-000000000001");

    record Order(String orderId) {}

    record Outcome(String chargeId) {}

    private final ConcurrentLinkedQueue<String> contentTypes = new ConcurrentLinkedQueue<>();
    private OrchestratorClient client;

    @BeforeEach
    void connect() {
        client = OrchestratorClient.connect(URI.create(uri() + "/"), "secret");
    }

    @Override
    String asText(HttpExchange request, String body) {
        contentTypes.add(String.valueOf(request.getRequestHeaders().getFirst("Content-Type")));
        return request.getRequestMethod() + " " + request.getRequestURI() + " "
                + request.getRequestHeaders().getFirst("Authorization") + " " + body;
    }

    private static final String STARTED =
            "{\"instanceId\":\"" + ID + "\",\"namespace\":\"shop\",\"workflow\":\"order\","
                    + "\"revision\":3,\"runId\":\"o1\",\"state\":\"RUNNING\",\"deduplicated\":false,\"links\":{}}";

    @Test
    void runIsStartedAndAwaited_thoughTheServerIsAwayForAMoment() {
        answer(503, "busy");
        answer(201, STARTED);
        answer(202, "{\"state\":\"RUNNING\"}");
        answer(200, "{\"state\":\"COMPLETED\",\"output\":{\"chargeId\":\"c1\"}}");

        WorkflowHandle<Outcome> run = client.workflow("shop", "order")
                .runId("o1")
                .input(new Order("o1"))
                .start(Outcome.class);

        assertThat(run.result(Duration.ofSeconds(20))).isEqualTo(new Outcome("c1"));
        assertThat(requests)
                .element(1)
                .isEqualTo("POST /api/v1/workflows/shop/order/instances Bearer secret"
                        + " {\"runId\":\"o1\",\"input\":{\"orderId\":\"o1\"}}");
        assertThat(requests).element(2).asString().startsWith("GET /api/v1/instances/" + ID + "/result?wait=PT");
    }

    @Test
    void whatWasChanged_isRead_pageByPage() {
        answer(
                200,
                "{\"items\":[{\"position\":7,\"entry\":{\"principal\":\"ann\"},\"hash\":\"9f\"}],"
                        + "\"page\":{\"next\":\"7\",\"limit\":200}}");

        Page<AuditRecord> page = client.audit("ann b", "9");

        assertThat(page.next()).isEqualTo("7");
        assertThat(page.items()).extracting(AuditRecord::position).containsExactly(7L);
        assertThat(requests).element(0).asString().contains("&principal=ann%20b&cursor=9 ");
    }

    @Test
    void aToken_isAskedForOnce_andSaysNothingOfItsSecret() {
        answer(
                201,
                "{\"token\":{\"name\":\"ci@shop\",\"grants\":[\"reader@shop\"],\"createdAt\":\"2026-01-01T00:00:00Z\","
                        + "\"createdBy\":\"ann\",\"expiresAt\":\"2026-02-01T00:00:00Z\"},\"secret\":\"orct_x\"}");
        answer(503, "{\"code\":\"UNAVAILABLE\"}");

        IssuedToken made = client.tokens().create("ci@shop", List.of("reader@shop"), Duration.ofDays(31), "the build");

        assertThat(made.secret()).isEqualTo("orct_x");
        assertThat(made.token().grants()).containsExactly("reader@shop");
        assertThat(made).asString().doesNotContain("orct_x");
        assertThatThrownBy(() -> client.tokens().rotate("ci@shop", null, null, "quarterly"))
                .isInstanceOf(OrchestratorProblemException.class);
        assertThat(requests).hasSize(2);
        assertThat(requests).element(1).asString().contains("/tokens/ci%40shop/rotate");
    }

    @Test
    void settingsOfTheServer_areRead() {
        answer(
                200,
                "{\"items\":[{\"key\":\"orchestrator.tokens\",\"variable\":\"ORCHESTRATOR_TOKENS\",\"type\":\"secret\","
                        + "\"value\":\"***\",\"defaultValue\":null,\"source\":\"environment\",\"description\":\"Who may do what.\"}]}");

        assertThat(client.server().config())
                .containsExactly(new ServerSetting(
                        "orchestrator.tokens",
                        "ORCHESTRATOR_TOKENS",
                        "secret",
                        "***",
                        null,
                        "environment",
                        "Who may do what."));
        assertThat(requests).element(0).asString().startsWith("GET /api/v1/server/config ");
    }

    @Test
    void outboxesThatTheServerHandsOver_areSeen() {
        answer(
                200,
                "{\"items\":[{\"schema\":\"app\",\"namespace\":null,\"state\":\"LEADS\",\"backlog\":{\"waiting\":2,\"refused\":1,"
                        + "\"oldestSeconds\":1.5},\"handedOver\":7,\"putOff\":0,\"lastFault\":null}]}");

        assertThat(client.server().outboxes())
                .containsExactly(new OutboxStatus(
                        "app", null, OutboxState.LEADS, new OutboxStatus.Backlog(2, 1, 1.5), 7, 0, null));
        assertThat(requests).element(0).asString().startsWith("GET /api/v1/server/outboxes ");
    }

    @Test
    void whoAsksForMoreThanAQuotaAllows_isShown() {
        answer(
                200,
                "{\"items\":[{\"quota\":\"principal.requests-per-second\",\"name\":\"ci@shop\",\"limit\":20,\"refused\":3,"
                        + "\"lastRefusedAt\":\"2026-01-01T00:00:00Z\"}]}");

        assertThat(client.limits().quotaRefusals())
                .containsExactly(new QuotaRefusal(
                        "principal.requests-per-second", "ci@shop", 20, 3, Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(requests).element(0).asString().startsWith("GET /api/v1/server/quotas ");
    }

    @Test
    void planIsSeen_beforeWhatHasCompletedIsUndone() {
        answer(
                200,
                "{\"planHash\":\"h1\",\"crossedPivots\":[],\"items\":[{\"taskId\":\"charge\",\"taskType\":\"refund\",\"input\":{\"n\":1}}],"
                        + "\"follows\":[{\"when\":\"rolledBack\",\"taskId\":\"tell\",\"within\":null,\"kind\":\"task\",\"name\":\"mail.send\"}]}");
        answer(200, "{}");

        CompensationPlan plan = client.compensationPlan(ID, "charge");
        client.compensate(
                ID,
                new CompensateRequest("charge", null, CompensateRequest.Then.STOP, plan.planHash(), false, "returned"));

        assertThat(plan.items()).extracting(CompensationPlan.Item::taskType).containsExactly("refund");
        assertThat(plan.follows())
                .containsExactly(new CompensationPlan.Sequel("rolledBack", "tell", null, "task", "mail.send"));
        assertThat(requests)
                .element(0)
                .asString()
                .startsWith("GET /api/v1/instances/" + ID + "/compensation-plan?from=charge ");
        assertThat(requests).element(1).asString().contains("\"planHash\":\"h1\"");
    }

    @Test
    void startWithoutARunId_getsOne_soThatALostAnswerStartsNoSecondRun() {
        answer(503, "busy");
        answer(201, STARTED);

        client.start("shop", "order", null, Map.of());

        assertThat(requests).hasSize(2);
        assertThat(requests.remove()).isEqualTo(requests.remove()).contains("\"runId\":\"");
    }

    @Test
    void runThatRolledBack_saysWhy() {
        answer(
                200,
                "{\"state\":\"COMPENSATED\",\"cause\":{\"kind\":\"FAILED\",\"code\":\"CARD_DECLINED\",\"taskId\":\"charge\"}}");

        assertThat(client.handle(ID, Outcome.class).resultAsync())
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(WorkflowFailedException.class, failed -> {
                    assertThat(failed.code()).isEqualTo("CARD_DECLINED");
                    assertThat(failed.state()).isEqualTo(WorkflowState.COMPENSATED);
                    assertThat(failed.reason().orElseThrow().taskId()).isEqualTo("charge");
                });
    }

    @Test
    void definitionToldInJava_isSentAsJson() {
        answer(
                201,
                "{\"namespace\":\"shop\",\"name\":\"order\",\"revision\":4,\"defaultRevision\":4,\"sha256\":\"ab\"}");

        RegisteredWorkflow registered = client.register(
                Workflow.define("shop", "order").task("a", "noop").build());

        assertThat(registered).isEqualTo(new RegisteredWorkflow("shop", "order", 4, 4, "ab"));
        assertThat(requests)
                .containsExactly("POST /api/v1/workflows Bearer secret"
                        + " {\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"shop\","
                        + "\"name\":\"order\",\"tasks\":[{\"id\":\"a\",\"task\":\"noop\"}]}");
        assertThat(contentTypes).containsExactly("application/json");
    }

    @Test
    void workflow_isLookedAt_movedAndPaused() {
        String status =
                "{\"namespace\":\"shop\",\"name\":\"a b\",\"defaultRevision\":1,\"latestRevision\":3,\"paused\":true,"
                        + "\"source\":\"…\"}";
        answer(200, status);
        answer(200, status);
        answer(200, status);
        answer(
                200,
                "{\"items\":[{\"number\":2,\"at\":\"2030-01-01T00:00:00Z\",\"actor\":\"ann\",\"reason\":\"r\","
                        + "\"defaultRevision\":1,\"paused\":true}],\"page\":{\"next\":null}}");
        DefinitionHandle workflow = client.definition("shop", "a b");

        assertThat(workflow.describe()).isEqualTo(new WorkflowStatus("shop", "a b", 1, 3, true));
        workflow.setDefaultRevision(1, "three is broken");
        workflow.pause("night");
        assertThat(workflow.changes())
                .containsExactly(new WorkflowChange(2, Instant.parse("2030-01-01T00:00:00Z"), "ann", "r", 1, true));
        assertThat(requests)
                .containsExactly(
                        "GET /api/v1/workflows/shop/a%20b Bearer secret ",
                        "PATCH /api/v1/workflows/shop/a%20b Bearer secret"
                                + " {\"defaultRevision\":1,\"reason\":\"three is broken\"}",
                        "PATCH /api/v1/workflows/shop/a%20b Bearer secret {\"paused\":true,\"reason\":\"night\"}",
                        "GET /api/v1/workflows/shop/a%20b/changes Bearer secret ");
    }

    @Test
    void locks_sayWhoHoldsThem() {
        answer(
                200,
                "{\"items\":[{\"name\":\"order:17\",\"holder\":{\"instanceId\":\"00000000-0000-0000-0000-000000000001\",\"taskId\":\"a\"},"
                        + "\"fenceToken\":12,\"since\":\"2030-01-01T00:00:00Z\",\"waiting\":3}],\"page\":{\"next\":null}}");

        List<LockStatus> locks = client.limits().locks();

        assertThat(locks.get(0).holder()).isEqualTo(new LockStatus.Holder(new UUID(0, 1), "a"));
        assertThat(locks.get(0).fenceToken()).isEqualTo(12);
        assertThat(requests).containsExactly("GET /api/v1/locks?limit=200 Bearer secret ");
    }

    private static final String SET =
            ",\"version\":4,\"changedAt\":\"2030-01-01T00:00:00Z\",\"changedBy\":\"kim\",\"reason\":\"peak\"}";

    @Test
    void limits_areSetWithTheirReason_andTakenAway() {
        LimitsClient limits = client.limits();
        answer(201, "{\"workload\":\"heavy jobs\",\"max\":2,\"used\":1" + SET);
        answer(200, "{\"queue\":\"psp\",\"key\":\"eu/3\",\"weight\":5,\"maxConcurrent\":null" + SET);
        answer(
                200,
                "{\"taskType\":\"psp.charge\",\"failures\":5,\"window\":\"PT1M\",\"openFor\":\"PT30S\",\"state\":\"CLOSED\","
                        + "\"openUntil\":null,\"recentFailures\":0" + SET);
        answer(204, "");

        BudgetStatus budget = limits.setBudget("heavy jobs", 2, "peak");
        limits.setFairness("psp", "eu/3", new FairnessLimit(5, null), "peak");
        BreakerStatus breaker =
                limits.setBreaker("psp.charge", new Breaker(5, Duration.ofMinutes(1), Duration.ofSeconds(30)), "peak");
        limits.removeBudget("heavy jobs", "no more & done");

        assertThat(budget.max()).isEqualTo(2);
        assertThat(breaker.window()).isEqualTo(Duration.ofMinutes(1));
        assertThat(requests)
                .containsExactly(
                        "PUT /api/v1/budgets/heavy%20jobs Bearer secret {\"max\":2,\"reason\":\"peak\"}",
                        "PUT /api/v1/fairness/psp/eu%2F3 Bearer secret {\"weight\":5,\"reason\":\"peak\"}",
                        "PUT /api/v1/breakers/psp.charge Bearer secret"
                                + " {\"failures\":5,\"window\":\"PT1M\",\"openFor\":\"PT30S\",\"reason\":\"peak\"}",
                        "DELETE /api/v1/budgets/heavy%20jobs?reason=no%20more%20%26%20done Bearer secret ");
    }

    @Test
    void queue_isPaused_limited_andFreedAgain() {
        String queue =
                "{\"name\":\"psp\",\"ready\":5,\"leased\":2,\"oldestReadySeconds\":7,\"pollers\":1,\"paused\":true,"
                        + "\"pausedReason\":\"down\",\"maxConcurrent\":5,\"rateLimit\":{\"count\":10,\"per\":\"PT1S\",\"burst\":1},"
                        + "\"strict\":false,\"pausedBy\":\"kim\",\"weights\":{\"P0\":8,\"P1\":4,\"P2\":2,\"P3\":1},\"version\":3}";
        answer(200, queue);
        answer(200, queue);
        answer(200, queue);
        RateLimit tenASecond = RateLimit.of(10, Duration.ofSeconds(1), null);

        assertThat(client.limits().pauseQueue("psp", "down").rateLimit()).isEqualTo(tenASecond);
        client.limits()
                .updateQueue(
                        "psp",
                        QueueUpdate.NOTHING
                                .withRateLimit(tenASecond)
                                .withWeights(new RingWeights(4, 3, 2, 1))
                                .withStrict(false),
                        "slow");
        client.limits()
                .updateQueue("psp", QueueUpdate.NOTHING.withMaxConcurrent(null).withRateLimit(null), "over");

        assertThat(requests)
                .containsExactly(
                        "PATCH /api/v1/queues/psp Bearer secret {\"paused\":true,\"reason\":\"down\"}",
                        "PATCH /api/v1/queues/psp Bearer secret"
                                + " {\"rateLimit\":{\"count\":10,\"per\":\"PT1S\",\"burst\":1},"
                                + "\"weights\":{\"P0\":4,\"P1\":3,\"P2\":2,\"P3\":1},\"strict\":false,\"reason\":\"slow\"}",
                        "PATCH /api/v1/queues/psp Bearer secret"
                                + " {\"maxConcurrent\":null,\"rateLimit\":null,\"reason\":\"over\"}");
    }

    @Test
    void problemDocument_becomesAnException_andIsNotRepeated() {
        answer(
                422,
                "{\"code\":\"DEFINITION_INVALID\",\"detail\":\"1 fault\",\"status\":422,\"errors\":"
                        + "[{\"pointer\":\"/tasks/2\",\"line\":61,\"column\":21,\"detail\":\"imput\",\"hint\":\"input?\"}]}");

        assertThatThrownBy(() -> client.register("kind: Workflow", "application/yaml"))
                .isInstanceOfSatisfying(OrchestratorProblemException.class, problem -> {
                    assertThat(problem.code()).isEqualTo("DEFINITION_INVALID");
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem.errors().get(0).line()).isEqualTo(61);
                });
        assertThat(requests).hasSize(1);
    }

    @Test
    void answerThatIsNoProblemDocument_isNamedByItsStatus() {
        answer(403, "<html>not from here</html>");

        assertThatThrownBy(() -> client.get(ID)).hasMessage("403 HTTP_403: The server gave no reason");
    }

    @Test
    void containerThatAnswersForItsApplication_isAskedAgain_butNotTheApplicationItself() {
        answer(404, "<html>nothing here</html>");
        answer(500, "");
        answer(404, "{\"code\":\"NOT_FOUND\",\"detail\":\"No such instance\",\"status\":404}");

        assertThatThrownBy(() -> client.get(ID)).hasMessage("404 NOT_FOUND: No such instance");
        assertThat(requests).hasSize(3);
    }

    @Test
    void tasksAreRead_whateverElseTheServerSays() {
        answer(
                200,
                "{\"items\":[{\"executionId\":\"" + ID + "\",\"taskId\":\"charge\",\"kind\":\"ACTION\",\"state\":"
                        + "\"FAILED\",\"attempt\":2,\"fenceToken\":9,\"error\":{\"kind\":\"fatal\",\"code\":\"X\"},"
                        + "\"createdAt\":\"2026-11-21T10:00:00.123Z\",\"colour\":\"red\"}],\"page\":{\"next\":null}}");

        List<TaskExecution> tasks = client.tasks(ID);

        assertThat(tasks).singleElement().satisfies(task -> {
            assertThat(task.attempt()).isEqualTo(2);
            assertThat(task.createdAt()).hasToString("2026-11-21T10:00:00.123Z");
        });
    }

    @Test
    void signalsByKeyAndWithAStart_sendWhatTheContractKnows() {
        answer(200, "{\"instanceIds\":[\"" + ID + "\"]}");
        answer(
                201,
                "{\"instanceId\":\"" + ID
                        + "\",\"namespace\":\"shop\",\"workflow\":\"order\",\"revision\":1,\"runId\":\"r\","
                        + "\"state\":\"RUNNING\",\"deduplicated\":false}");

        List<UUID> taken = client.signals().sendByKey("shop", "paid", "o1", "evt-1", new Order("o1"));
        client.workflow("shop", "order")
                .runId("r")
                .input(new Order("o1"))
                .signal("paid", "evt-2", null)
                .start(Outcome.class);

        assertThat(taken).containsExactly(ID);
        assertThat(requests)
                .containsExactly(
                        "POST /api/v1/signals Bearer secret {\"namespace\":\"shop\",\"name\":\"paid\",\"key\":\"o1\","
                                + "\"signalId\":\"evt-1\",\"payload\":{\"orderId\":\"o1\"}}",
                        "POST /api/v1/workflows/shop/order/signal-with-start Bearer secret {\"runId\":\"r\","
                                + "\"input\":{\"orderId\":\"o1\"},"
                                + "\"signal\":{\"name\":\"paid\",\"signalId\":\"evt-2\",\"payload\":{}}}");
    }

    @Test
    void operationsAndSignals_sendWhatTheContractKnows() {
        for (int i = 0; i < 4; i++) {
            answer(200, "{}");
        }

        client.signal(ID, "fraud review", "evt-1", new Order("o1"));
        client.terminate(ID, "gone");
        client.handle(ID, Outcome.class).compensateFrom("charge", "wrong");
        client.handle(ID, Outcome.class).retry("mended");

        assertThat(requests)
                .containsExactly(
                        "POST /api/v1/instances/" + ID + "/signals/fraud%20review Bearer secret"
                                + " {\"signalId\":\"evt-1\",\"payload\":{\"orderId\":\"o1\"}}",
                        "POST /api/v1/instances/" + ID
                                + "/terminate Bearer secret {\"reason\":\"gone\",\"compensate\":false}",
                        "POST /api/v1/instances/" + ID + "/compensate Bearer secret"
                                + " {\"fromTaskId\":\"charge\",\"then\":\"stop\",\"force\":false,\"reason\":\"wrong\"}",
                        "POST /api/v1/instances/" + ID + "/retry Bearer secret {\"reason\":\"mended\"}");
    }
}
