package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerCommandLine;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.chain.ChainLoad;
import com.orchestrator.worker.OrchestratorClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Two servers of a build before, replaced by this one's one after the other, under a load of chains that both are asked for and with
 * sagas that are half undone: no call fails but those that are repeated, what was acknowledged is there, and what was under way is undone
 * as if nothing had been. {@code -Dupgrade.from=DIR} is the build before, a download that is unpacked or a checkout that is built; without it one
 * server of this build is replaced by itself, which shows how servers are stopped and nothing of what they leave.
 */
class RollingUpgradeIT {

    private static final Path WORK = Built.folder("rolling-upgrade");
    private static final Path LOGS = WORK.resolve("logs");
    private static final int CALLERS = 4;
    private static final String FROM = System.getProperty("upgrade.from", "");

    private static final String SAGA = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: held
            tasks:
              - id: a
                task: step
                compensate: { task: undo }
              - id: b
                task: step
                compensate: { task: undo, input: { gate: "${ input.until }" } }
              - id: c
                task: step
                input: { fail: "NO" }
            """;

    private final Map<String, UUID> held = new LinkedHashMap<>();

    @Test
    @SuppressWarnings("try") // The workers are there to run, not to be named.
    void serversOfABuildBefore_areReplacedOneByOne_andNobodyNotices() throws Exception {
        Ledger ledger = Ledger.in(WORK, "upgrade");
        try (EmbeddedPostgres database = Built.database(WORK);
                ServerNode first = ServerNode.start(before(), database, LOGS);
                ServerNode second = ServerNode.start(before(), database, LOGS);
                WorkerNode left = new WorkerNode(first.url(), ledger, LOGS);
                WorkerNode right = new WorkerNode(second.url(), ledger, LOGS);
                ChainLoad load = new ChainLoad(List.of(first.url(), second.url()), CALLERS)) {
            OrchestratorClient.connect(first.url()).register(SAGA, "application/yaml");
            load.awaitMoreEnds();
            hold("both-before", first.url(), ledger);
            first.replaceBy(Built.server());
            load.awaitMoreEnds();
            hold("of-the-one-after", first.url(), ledger);
            hold("of-the-one-before", second.url(), ledger);
            if (!FROM.isEmpty()) {
                second.replaceBy(Built.server());
                load.awaitMoreEnds();
            }
            ledger.open("go");
            load.finish();

            held.forEach((runId, run) -> assertUndone(runId, run, second.url(), ledger));
            assertThat(load.faults(ledger.effects())).isEmpty();
        }
    }

    private static ServerCommandLine before() {
        return FROM.isEmpty() ? Built.server() : ServerCommandLine.ofScript(Path.of(FROM));
    }

    /** A saga that is being undone until the gate opens. */
    private void hold(String runId, URI server, Ledger ledger) {
        held.put(
                runId,
                OrchestratorClient.connect(server)
                        .start("test", "held", runId, Map.of("until", "go"))
                        .instanceId());
        ledger.awaitBegin(runId, "b:undo");
    }

    private static void assertUndone(String runId, UUID run, URI server, Ledger ledger) {
        OrchestratorClient client = OrchestratorClient.connect(server);
        Awaitility.await("end of " + runId)
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.get(run).state(), WorkflowState.COMPENSATED::equals);
        assertThat(ledger.effects(runId)).containsExactly("a", "b", "b:undo", "a:undo");
    }
}
