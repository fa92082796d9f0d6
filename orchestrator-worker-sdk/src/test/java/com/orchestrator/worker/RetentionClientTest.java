package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.api.retention.RetentionStatus;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client says about runs that have ended, and what it understands. */
@Timeout(60)
class RetentionClientTest {

    private static final UUID RUN = UUID.fromString("01990000-0000-7000-8000-000000000001");
    private static final String RULE = """
        {"namespace":"a b","completed":"PT720H","failed":null,"compensated":null,"cancelled":null,"terminated":null,
         "archive":true,"version":3,"changedAt":"2026-01-01T00:00:00Z","changedBy":"kim","reason":"law"}\
        """;

    private final Deque<String> answers = new ArrayDeque<>();
    private final Deque<String> requests = new ConcurrentLinkedDeque<>();
    private HttpServer http;
    private RetentionClient client;

    @BeforeEach
    void open() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::serve);
        http.start();
        client = OrchestratorClient.connect(
                        URI.create("http://127.0.0.1:" + http.getAddress().getPort()))
                .retention();
    }

    @AfterEach
    void close() {
        http.stop(0);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        byte[] answer = answers.remove().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.length == 0 ? 204 : 200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void rule_isSaidAndUnderstood() {
        answers.add(RULE);
        RetentionRule rule = new RetentionRule(Duration.ofDays(30), null, null, null, null, true);

        RetentionStatus status = client.setRule("a b", rule, "law");

        assertThat(requests.getLast()).startsWith("PUT /api/v1/retention/a%20b {\"completed\":\"PT720H\"");
        assertThat(requests.getLast()).contains("\"archive\":true").endsWith("\"reason\":\"law\"}");
        assertThat(status.completed()).isEqualTo(Duration.ofDays(30));
        assertThat(status.failed()).isNull();

        answers.add("{\"items\":[{\"namespace\":\"a"
                + " b\",\"version\":1,\"at\":\"2026-01-01T00:00:00Z\",\"action\":\"REMOVED\","
                + "\"actor\":\"kim\",\"reason\":\"law\",\"rule\":null}],\"page\":{\"next\":null,\"limit\":200}}");
        assertThat(client.changes("a b"))
                .extracting(RetentionChange::action)
                .containsExactly(RetentionChange.Action.REMOVED);
        answers.add("");
        client.removeRule("a b", "no more");
        assertThat(requests.getLast()).isEqualTo("DELETE /api/v1/retention/a%20b?reason=no%20more ");
    }

    @Test
    void run_isDeleted_exported_andTakenBack() {
        answers.add("");
        client.delete(RUN, "asked for");
        assertThat(requests.getLast()).isEqualTo("DELETE /api/v1/instances/" + RUN + "?reason=asked%20for ");

        answers.add("{\"format\":\"x\"}\n");
        assertThat(client.exportRun(RUN)).isEqualTo("{\"format\":\"x\"}\n");
        answers.add("{\"imported\":2,\"unchanged\":1,\"definitions\":0}");
        assertThat(client.importRuns("{}\n{}\n")).isEqualTo(new RetentionClient.Imported(2, 1, 0));
        assertThat(requests.getLast()).isEqualTo("POST /api/v1/instances/import {}\n{}\n");
    }

    @Test
    void labelThatIsTakenOff_isSaid() {
        answers.add("{\"instanceId\":\"" + RUN
                + "\",\"namespace\":\"shop\",\"workflow\":\"order\",\"revision\":1,\"runId\":\"r\","
                + "\"state\":\"COMPLETED\",\"sequenceNumber\":3,\"labels\":{},\"attributes\":{},\"priority\":\"P2\","
                + "\"createdAt\":\"2026-01-01T00:00:00Z\"}");

        client.changeLabels(RUN, Collections.singletonMap("legal-hold", null), "over");

        assertThat(requests.getLast())
                .isEqualTo("PATCH /api/v1/instances/" + RUN
                        + "/labels {\"labels\":{\"legal-hold\":null},\"reason\":\"over\"}");
    }
}
