package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import com.orchestrator.launcher.server.Installation;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.worker.OrchestratorClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real thing, killed with -9: what was promised is done, once, in order. */
@SuppressWarnings("try") // Workers are there to run, not to be named.
class CrashIT {

    private static final Path WORK = Path.of("target/system").toAbsolutePath();
    private static final Path LOGS = WORK.resolve("logs");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    private static EmbeddedPostgres database;
    private static ServerNode first;
    private static ServerNode second;

    @BeforeAll
    static void start() {
        PostgresBinaries binaries = PostgresBinaries.unpackInto(WORK.resolve("cache"));
        EmbeddedPostgres.discard(binaries, WORK.resolve("database"));
        database = EmbeddedPostgres.start(binaries, WORK.resolve("database"));
        Installation installation =
                Installation.prepare(Path.of("..").toAbsolutePath().normalize(), WORK.resolve("cache"));
        first = ServerNode.start(installation, database, LOGS);
        second = ServerNode.start(installation, database, LOGS);
        client(first).register(SAGA, "application/yaml");
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
