package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines of handlers on their way to the server. */
@Timeout(60)
class TaskLogTest {

    private ScriptedServer server;
    private final List<OrchestratorWorker> workers = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void close() {
        workers.forEach(OrchestratorWorker::stop);
        server.close();
    }

    private OrchestratorWorker start(TaskFunction<Integer, Integer> handler) {
        OrchestratorWorker worker = OrchestratorWorker.connect(server.uri())
                .handle("work", Integer.class, Integer.class, handler)
                .start();
        workers.add(worker);
        return worker;
    }

    private static Integer write(Integer lines, TaskContext context) {
        for (int i = 1; i <= lines; i++) {
            context.log().info("line " + i);
        }
        return lines;
    }

    @Test
    void lines_arriveInOrder_withAllOneMustKnow() {
        String id = server.offer("work", "2");
        start((in, context) -> {
            context.log().warning("slow");
            context.log().error("failed", new IllegalStateException("why"));
            return in;
        });

        server.awaitUntil(() -> server.logLines.size() == 2);

        JsonNode first = server.logLines.get(0);
        assertThat(first.fieldNames())
                .toIterable()
                .containsExactly("executionId", "fenceToken", "number", "at", "level", "message");
        assertThat(first.get("executionId").asText()).isEqualTo(id);
        assertThat(first.get("fenceToken").asLong()).isEqualTo(101);
        assertThat(first.get("number").asInt()).isEqualTo(1);
        assertThat(first.get("at").asText()).endsWith("Z");
        assertThat(first.get("level").asText()).isEqualTo("WARNING");
        assertThat(first.get("message").asText()).isEqualTo("slow");
        assertThat(server.logLines.get(1).get("message").asText())
                .startsWith("failed\njava.lang.IllegalStateException: why\n\tat ");
    }

    @Test
    void stop_takesTheLastLinesAlong_andNoMoreThanTheLimit() {
        server.offer("work", "1200");
        OrchestratorWorker worker = start(TaskLogTest::write);
        server.awaitUntil(() -> !server.reports.isEmpty());

        worker.stop();

        assertThat(server.logLines).hasSize(1_000);
        assertThat(server.logLines.get(998).get("message").asText()).isEqualTo("line 999");
        assertThat(server.logLines.get(999).get("message").asText()).startsWith("The limit of lines is reached");
    }

    @Test
    void linesTheServerCannotTakeNow_areSentAgain() {
        server.logsAreBusy = true;
        server.offer("work", "3");
        start(TaskLogTest::write);

        server.awaitUntil(() -> server.logLines.size() == 3);

        assertThat(server.logLines)
                .extracting(line -> line.get("number").asInt())
                .containsExactly(1, 2, 3);
    }

    @Test
    void serverThatKeepsNoLines_holdsNobodyUp() {
        server.refusesLogs = true;
        String id = server.offer("work", "3");
        OrchestratorWorker worker = start(TaskLogTest::write);

        assertThat(server.awaitReport(id).get("output").asInt()).isEqualTo(3);
        worker.stop();
        assertThat(server.logLines).isEmpty();
    }
}
