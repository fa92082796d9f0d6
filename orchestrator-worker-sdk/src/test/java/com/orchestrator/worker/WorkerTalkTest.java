package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.worker.ScriptedServer.Fault;
import com.orchestrator.worker.ScriptedServer.Refused;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker says in the log of its process, and when it refuses to start. */
@Timeout(60)
class WorkerTalkTest {

    /** Held, as the platform holds loggers weakly. */
    private static final Logger SDK = Logger.getLogger("com.orchestrator.worker");

    private final Said said = new Said();
    private ScriptedServer server;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedServer();
        SDK.addHandler(said);
    }

    @AfterEach
    void close() {
        SDK.removeHandler(said);
        server.close();
    }

    private WorkerBuilder builder() {
        return OrchestratorWorker.connect(server.uri())
                .name("payments")
                .deployment("pay", "7")
                .drainTimeout(Duration.ofSeconds(5))
                .handle("payment.charge", Integer.class, Object.class, (in, task) -> in > 0 ? in : new Unwritable());
    }

    private static final class Unwritable {
        public String getName() {
            throw new IllegalStateException("no name");
        }
    }

    @Test
    void start_isOneLine_andSoIsTheConnection() {
        try (OrchestratorWorker worker = builder().start()) {
            server.awaitReport(server.offer("payment.charge", "1"));

            assertThat(said.lines(Level.INFO))
                    .containsExactly(
                            "Worker " + worker.workerId() + " (payments) starts: server " + server.uri()
                                    + ", queues [payment.charge], handlers [payment.charge], deployment pay@7,"
                                    + " 64 tasks at once",
                            "Connected to the server " + server.uri());
            assertThat(said.lines(Level.WARNING)).isEmpty();
        }
    }

    @Test
    void serverThatIsGone_isOneLine_andOneWhenItIsBack() {
        server.faults(Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE);
        try (OrchestratorWorker worker = builder().start()) {
            server.awaitReport(server.offer("payment.charge", "1"));
            server.awaitUntil(() -> said.lines(Level.INFO).size() == 3);

            assertThat(said.lines(Level.WARNING))
                    .singleElement()
                    .asString()
                    .startsWith("The server " + server.uri() + " cannot be used, it is tried again until it can: ")
                    .contains("503 UNAVAILABLE");
            assertThat(said.lines(Level.INFO).get(2)).startsWith("The server " + server.uri() + " is back after ");
            assertThat(worker.workerId()).isNotEmpty();
        }
    }

    @Test
    void refusedCredential_endsTheStart_withTheAddressAndWhatToChange() {
        server.heartbeatsAre = new Refused(401, "{\"code\":\"UNAUTHENTICATED\",\"detail\":\"The token is not known\"}");
        assertRefused(builder(), "401: The token is not known", "token(\"…\"), or ORCHESTRATOR_TOKEN");

        server.heartbeatsAre = new Refused(403, "{\"code\":\"FORBIDDEN\",\"detail\":\"lacks the role worker\"}");
        assertRefused(builder(), "403: lacks the role worker", "ORCHESTRATOR_TOKENS=name:worker:secret");
    }

    @Test
    void wrongAddress_endsTheStart() {
        String notFound = "{\"code\":\"NOT_FOUND\",\"detail\":\"There is nothing at this address\"}";
        server.heartbeatsAre = new Refused(404, notFound);
        assertRefused(builder(), "is not an orchestrator (HTTP status 404)", "ORCHESTRATOR_URL");

        server.heartbeatsAre = new Refused(200, "<html>Welcome</html>");
        assertRefused(builder(), "is not an orchestrator", "without /api/v1");

        server.heartbeatsAre = new Refused(302, "");
        assertRefused(builder(), "is not an orchestrator (HTTP status 302)", "ORCHESTRATOR_URL");

        server.heartbeatsAre = new Refused(404, "<html>No such page</html>");
        assertRefused(builder(), "is not an orchestrator (HTTP status 404)", "ORCHESTRATOR_URL");
    }

    private void assertRefused(WorkerBuilder builder, String... hints) {
        said.clear();
        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerRefusedException.class)
                .hasMessageContaining(server.uri().toString())
                .hasMessageContainingAll(hints);
        assertThat(said.lines(Level.SEVERE)).hasSize(1);
    }

    @Test
    void refusal_doesNotEndTheStart_whenThatIsNotWished() {
        server.heartbeatsAre = new Refused(401, "{\"code\":\"UNAUTHENTICATED\",\"detail\":\"no\"}");
        try (OrchestratorWorker worker = builder().failFast(false).start()) {
            server.awaitReport(server.offer("payment.charge", "1"));
            assertThat(worker.workerId()).isNotEmpty();
        }
    }

    @Test
    void serverThatIsNotThereYet_isWaitedFor() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:" + freePort());
        try (OrchestratorWorker worker = OrchestratorWorker.connect(nobody)
                .handle("t", Integer.class, Integer.class, (in, task) -> in)
                .start()) {
            server.awaitUntil(() -> !said.lines(Level.WARNING).isEmpty());
            assertThat(said.lines(Level.WARNING)).singleElement().asString().contains(nobody.toString());
            assertThat(worker.workerId()).isNotEmpty();
        }
    }

    private static int freePort() throws IOException {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void outputThatCannotBeWritten_isAnErrorInTheLog_andToldToTheServer() {
        try (OrchestratorWorker worker = builder().start()) {
            JsonNode report = server.awaitReport(server.offer("payment.charge", "0"));

            assertThat(report.get("failure").get("code").asText()).isEqualTo("OUTPUT_UNWRITABLE");
            assertThat(report.get("failure").get("message").asText()).contains(Unwritable.class.getName(), "no name");
            assertThat(said.lines(Level.SEVERE))
                    .singleElement()
                    .asString()
                    .startsWith("The output of task shop/order/r1/t cannot be written as JSON");
            assertThat(worker.workerId()).isNotEmpty();
        }
    }

    @Test
    void workerThatIsAskedToDrain_endsWhatItHas_andStops() throws InterruptedException {
        server.drains = true;
        OrchestratorWorker worker = builder().start();

        worker.awaitShutdown();

        assertThat(server.heartbeats
                        .get(server.heartbeats.size() - 1)
                        .get("state")
                        .asText())
                .isEqualTo("STOPPED");
        assertThat(said.lines(Level.INFO))
                .contains("The server has asked this worker to drain: it ends what it has begun and stops");
    }

    private static final class Said extends Handler {
        private final List<LogRecord> records = new CopyOnWriteArrayList<>();

        List<String> lines(Level level) {
            return records.stream()
                    .filter(line -> line.getLevel().equals(level))
                    .map(LogRecord::getMessage)
                    .toList();
        }

        void clear() {
            records.clear();
        }

        @Override
        public void publish(LogRecord line) {
            records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
