package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.TaskHandle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real thing, killed with -9: what was promised is done, once, in order; {@code -Dsealed=true} with payloads sealed. */
@SuppressWarnings("try") // Workers are there to run, not to be named.
public class CrashIT {

    private static final Path WORK = Built.folder("system");
    private static final Path LOGS = WORK.resolve("logs");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** And a sweep. */
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(6);

    private static final Map<String, String> SETTINGS = Boolean.getBoolean("sealed")
            ? Map.of("orchestrator.encryption.keys", "test:" + "A".repeat(43) + "=")
            : Map.of();

    private static final String SAGA = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: saga
            tasks:
              - id: a
                task: step
                timeouts: { lease: 2s }
                input: { gate: "${ input.?gateA.orValue(null) }" }
                compensate: { task: undo, timeouts: { lease: 2s }, input: { gate: "${ input.?gateUndoA.orValue(null) }" } }
              - id: b
                task: step
                timeouts: { lease: 2s }
                input: { gate: "${ input.?gateB.orValue(null) }" }
                compensate: { task: undo, timeouts: { lease: 2s }, input: { gate: "${ input.?gateUndoB.orValue(null) }" } }
              - id: c
                task: step
                timeouts: { lease: 10s }
                input: { fail: "${ input.?fail.orValue(null) }" }
                compensate: { task: undo, timeouts: { lease: 2s } }
            output: { last: "${ tasks.c.output.did }" }
            """;

    private static final String LATER = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: later
            tasks:
              - id: a
                task: later
                timeouts: { lease: 2s }
                input: { within: "${ input.within }" }
                compensate: { task: undo, timeouts: { lease: 2s } }
              - id: b
                task: step
            output: { first: "${ tasks.a.output.did }" }
            """;

    private static EmbeddedPostgres database;
    private static ServerNode first;
    private static ServerNode second;

    @BeforeAll
    static void start() {
        database = Built.database(WORK);
        first = ServerNode.start(Built.server(), database, SETTINGS, LOGS);
        second = ServerNode.start(Built.server(), database, SETTINGS, LOGS);
        client(first).register(SAGA, "application/yaml");
        client(first).register(LATER, "application/yaml");
    }

    @AfterAll
    static void stop() {
        Stream.of(first, second).filter(node -> node != null).forEach(ServerNode::close);
        if (database != null) {
            database.close();
        }
    }

    private static OrchestratorClient client(ServerNode node) {
        return OrchestratorClient.connect(node.url());
    }

    private static UUID startLater(String runId, String within) {
        return client(first)
                .start("test", "later", runId, Map.of("within", within))
                .instanceId();
    }

    private static WorkflowState awaitRest(UUID instanceId) {
        return Awaitility.await("end of " + instanceId)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> client(first).get(instanceId).state(), WorkflowState::isAtRest);
    }

    @Test
    void worker_killedInTheMiddleOfATask_isReplacedAndTheTaskIsDoneAgain() throws IOException {
        Ledger ledger = Ledger.in(WORK, "worker-killed");
        try (WorkerNode doomed = new WorkerNode(first.url(), ledger, LOGS)) {
            UUID run = client(first)
                    .start("test", "saga", "worker-killed", Map.of("gateB", "never"))
                    .instanceId();
            ledger.awaitBegin("worker-killed", "b");
            doomed.kill();

            try (WorkerNode next = new WorkerNode(first.url(), ledger, LOGS)) {
                assertThat(awaitRest(run)).isEqualTo(WorkflowState.COMPLETED);
            }

            assertThat(ledger.effects("worker-killed")).containsExactly("a", "b", "c");
            assertThat(attempts(run, "b")).containsExactly(ExecutionState.UNKNOWN, ExecutionState.SUCCEEDED);
        }
    }

    @Test
    void taskThatAKilledWorkerHasLeft_isCompletedByItsToken_afterTheWorkersRestart() throws IOException {
        Ledger ledger = Ledger.in(WORK, "left");
        UUID run = startLater("left", "PT1H");
        TaskHandle left;
        try (WorkerNode doomed = new WorkerNode(first.url(), ledger, LOGS)) {
            left = client(second).task(ledger.awaitToken("left"));
            doomed.kill();
        }
        try (WorkerNode next = new WorkerNode(first.url(), ledger, LOGS)) {
            Awaitility.await("a lease that outlives its worker")
                    .during(LONGER_THAN_A_LEASE)
                    .atMost(PATIENCE)
                    .until(() -> lastAttempt(run, "a"), ExecutionState.LEASED::equals);

            left.complete(Map.of("did", "from outside"));
            left.complete(Map.of("did", "from outside"));

            assertThat(awaitRest(run)).isEqualTo(WorkflowState.COMPLETED);
            assertThat(client(first).get(run).output()).hasToString("{\"first\":\"from outside\"}");
            assertThat(ledger.deliveries("left", "a")).isEqualTo(1);
            assertThatThrownBy(() -> left.complete(Map.of("did", "something else")))
                    .isInstanceOfSatisfying(
                            OrchestratorProblemException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("REPORT_CONFLICT"));
        }
    }

    @Test
    void tokenThatComesTooLate_isRefused_andItsWordIsKept() throws IOException {
        Ledger ledger = Ledger.in(WORK, "too-late");
        try (WorkerNode worker = new WorkerNode(first.url(), ledger, LOGS)) {
            UUID run = startLater("too-late", "PT3S");
            TaskHandle left = client(first).task(ledger.awaitToken("too-late"));
            assertThat(awaitRest(run)).isEqualTo(WorkflowState.COMPLETED);
            assertThat(attempts(run, "a")).endsWith(ExecutionState.UNKNOWN, ExecutionState.SUCCEEDED);

            assertThatThrownBy(() -> left.complete(Map.of("did", "late")))
                    .isInstanceOfSatisfying(OrchestratorProblemException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo("FENCE_STALE");
                        assertThat(refusal.detail()).contains("UNKNOWN");
                    });

            Awaitility.await("lines that travel beside the reports")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(client(second).log(run, null).items())
                                    .extracting(LogLine::message)
                                    .hasSize(2)
                                    .allSatisfy(message -> assertThat(message).startsWith("attempt ")));
            assertThat(client(first).tasks(run))
                    .extracting(TaskExecution::lateOutcome)
                    .contains(LateOutcome.LATE_SUCCESS);
        }
    }

    @Test
    void cancelledRun_waitsOneLeaseForATaskThatWasLeft_notAnHour() throws IOException {
        Ledger ledger = Ledger.in(WORK, "unwanted");
        try (WorkerNode worker = new WorkerNode(first.url(), ledger, LOGS)) {
            UUID run = startLater("unwanted", "PT1H");
            TaskHandle left = client(first).task(ledger.awaitToken("unwanted"));

            client(first).cancel(run, "test");

            assertThat(left.extend(Duration.ofHours(1)).cancelRequested()).isTrue();
            assertThat(awaitRest(run)).isEqualTo(WorkflowState.COMPENSATED);
            assertThat(ledger.effects("unwanted")).containsExactly("a:undo");
        }
    }

    private static ExecutionState lastAttempt(UUID run, String task) {
        List<ExecutionState> attempts = attempts(run, task);
        return attempts.get(attempts.size() - 1);
    }

    /** Some may have been given to a poll that a killed worker of another test has left behind (ADR 5). */
    private static List<ExecutionState> attempts(UUID run, String task) {
        return client(first).tasks(run).stream()
                .filter(execution -> execution.taskId().equals(task))
                .map(TaskExecution::state)
                .toList();
    }

    @Test
    void server_killedInTheMiddleOfARollback_goesOnWhereItWas() throws IOException {
        Ledger ledger = Ledger.in(WORK, "server-killed");
        try (WorkerNode worker = new WorkerNode(second.url(), ledger, LOGS)) {
            UUID run = client(second)
                    .start("test", "saga", "server-killed", Map.of("fail", "NO", "gateUndoB", "go"))
                    .instanceId();
            ledger.awaitBegin("server-killed", "b:undo");
            second.kill();
            ledger.open("go");
            second.restart();

            assertThat(awaitRest(run)).isEqualTo(WorkflowState.COMPENSATED);

            assertThat(ledger.effects("server-killed")).containsExactly("a", "b", "b:undo", "a:undo");
            assertThat(client(second).get(run).cause().code()).isEqualTo("NO");
        }
    }

    @Test
    void serverThatStarts_letsNobodyInBeforeItCanAnswer() {
        second.kill();
        CompletableFuture<Integer> firstAnswer = CompletableFuture.supplyAsync(() -> awaitAnswer(second.url()));

        second.restart();

        assertThat(firstAnswer.join()).isEqualTo(200);
    }

    /** Whatever it is; our own client would come again until it can be used. */
    private static int awaitAnswer(URI server) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/api/v1/instances")).build();
        return Awaitility.await("an answer of " + server)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode(),
                        status -> true);
    }

    @Test
    void twoServers_oneKilled_loseAndDoubleNothing() throws IOException {
        Ledger ledger = Ledger.in(WORK, "two-servers");
        try (WorkerNode left = new WorkerNode(first.url(), ledger, LOGS);
                WorkerNode right = new WorkerNode(second.url(), ledger, LOGS)) {
            List<UUID> runs = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                ServerNode server = i % 2 == 0 ? first : second;
                Object input = i % 3 == 0 ? Map.of("fail", "NO") : Map.of();
                runs.add(client(server).start("test", "saga", "two-" + i, input).instanceId());
                if (i == 40) {
                    second.kill();
                    second.restart();
                }
            }

            for (int i = 0; i < runs.size(); i++) {
                boolean fails = i % 3 == 0;
                assertThat(awaitRest(runs.get(i)))
                        .isEqualTo(fails ? WorkflowState.COMPENSATED : WorkflowState.COMPLETED);
                assertThat(ledger.effects("two-" + i))
                        .filteredOn(key -> !isUndoOfALateSuccess(key))
                        .containsExactlyElementsOf(fails ? undone(runs.get(i)) : List.of("a", "b", "c"));
            }
        }
    }

    /** The step that says no did nothing; but when an answer of it was lost with the server, nobody knows that. */
    private static List<String> undone(UUID run) {
        return attempts(run, "c").contains(ExecutionState.UNKNOWN)
                ? List.of("a", "b", "c:undo", "b:undo", "a:undo")
                : List.of("a", "b", "b:undo", "a:undo");
    }

    /** A worker that could report to nobody until its task was undone: its effect is undone once more, as promised. */
    private static boolean isUndoOfALateSuccess(String key) {
        return key.endsWith(":undo:2");
    }
}
