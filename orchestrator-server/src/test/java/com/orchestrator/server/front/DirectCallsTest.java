package com.orchestrator.server.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.request.PollResponse;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Tokens;
import com.orchestrator.server.testing.FakeTasks;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not brought by Jersey is answered as Jersey would have it answered. */
class DirectCallsTest {

    private static final String POLL = "/api/v1/tasks/poll";
    private static final String START = "/api/v1/workflows/shop/order/instances";
    /** In a body: the attempt that the fakes know. */
    private static final String ID = "ID";

    private TestServer server;

    @BeforeEach
    void open() {
        server = TestServer.open();
        server.workflows.heldResult.complete(server.workflows.instance());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpRequest.Builder direct(String path, String body) {
        return server.posting(path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Says in other words that it takes JSON. */
    private HttpRequest.Builder byJersey(String path, String body) {
        return direct(path, body).header("Accept", "application/json, */*;q=0.1");
    }

    /** After it has been asked once: what is asked for the first time may be answered in another way. */
    private void assertSame(HttpRequest.Builder direct, HttpRequest.Builder byJersey) {
        server.send(byJersey);
        Answer one = server.send(direct);
        Answer other = server.send(byJersey);
        assertThat(one.status()).isEqualTo(other.status());
        assertThat(withoutIncident(one)).isEqualTo(withoutIncident(other));
        assertThat(headers(one)).isEqualTo(headers(other));
    }

    private static String withoutIncident(Answer answer) {
        return answer.text().replaceAll("[0-9a-f]{16}", "incident");
    }

    private static Map<String, List<String>> headers(Answer answer) {
        Map<String, List<String>> headers =
                new TreeMap<>(answer.response().headers().map());
        headers.remove("date");
        headers.remove("connection"); // who may not call is not listened to, when his body comes late
        return headers;
    }

    @Test
    void ordinaryCalls_areNotBroughtByJersey_andOthersAre() {
        server.send(direct(POLL, "{\"workerId\":\"w\",\"queues\":[\"q\"]}"));
        assertThat(server.tasks.cameByJersey).isFalse();
        server.send(byJersey(POLL, "{\"workerId\":\"w\",\"queues\":[\"q\"]}"));
        assertThat(server.tasks.cameByJersey).isTrue();

        server.send(direct(START + "?wait=1s", "{}"));
        assertThat(server.workflows.cameByJersey).isFalse();
        server.send(direct(START + "?wait=1s&wait=2s", "{}"));
        server.send(byJersey(START, "{}"));
        assertThat(server.workflows.cameByJersey).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"workerId\":\"w\",\"queues\":[\"q\"]}",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"results\":[{" + ID
                        + ",\"fenceToken\":7,\"output\":{\"a\":1}}]}",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"results\":[{ID,\"fenceToken\":6}]}",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"results\":[{ID,\"fenceToken\":\"x\"}]}",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"results\":[{}]}",
                "{\"workerId\":17}",
                "{\"queues\":[\"q\"]}",
                "{\"workerId\":\"w\",\"queues\":[\"q\"],\"maxx\":1}",
                "null",
                "[]",
                "{",
                "\u0000",
                "{\"workerId\":\"\\ud800\",\"queues\":[\"q\"]}"
            })
    void polls(String text) {
        String body = text.replace(ID, "\"executionId\":\"" + FakeTasks.EXECUTION + "\"");
        assertSame(direct(POLL, body), byJersey(POLL, body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | {}",
                "?wait=0s | {}",
                "?wait=20s | {\"runId\":\"r\",\"input\":{\"a\":1}}",
                "?wait=soon | {}",
                "?wait=20s | {\"inptu\":{}}",
                "?wiat=2s | {}",
                "?wait=20s | {\"runId\":17}",
                "?wait=20s | not json",
                "'' | {\"input\":{\"n\":01}}"
            })
    void starts(String query, String body) {
        assertSame(direct(START + query, body), byJersey(START + query, body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/workflows/-/order/instances",
                "/api/v1/workflows/shop/or%20der/instances",
                "/api/v1/workflows/shop//instances",
                "/api/v1/workflows/shop/order/instances/",
                "/api/v1/workflows/../order/instances",
                "/api/v1/tasks/poll;a=b",
                "/api/v1/tasks/poll?max=1"
            })
    void addresses(String path) {
        assertSame(direct(path, "{}"), byJersey(path, "{}"));
    }

    @Test
    void bodiesThatAreNoText_emptyOrTooLarge() {
        byte[] broken = {'{', (byte) 0xff, '}'};
        byte[] large = new byte[(1 << 20) + 1];
        for (byte[] body : List.of(broken, new byte[0], large)) {
            assertSame(
                    server.posting(START, body),
                    server.posting(START, body).header("Accept", "application/json, */*;q=0.1"));
        }
    }

    @Test
    void refusalsOfTheEngine_andFaults() {
        server.send(direct(START, "{\"runId\":\"taken\"}"));
        assertSame(
                direct(START, "{\"runId\":\"taken\",\"input\":{\"a\":1}}"),
                byJersey(START, "{\"runId\":\"taken\",\"input\":{\"a\":1}}"));

        server.workflows.failure = new IllegalStateException("a fault");
        assertSame(direct(START, "{}"), byJersey(START, "{}"));
        assertSame(direct(START + "?wait=5s", "{}"), byJersey(START + "?wait=5s", "{}"));
    }

    @Test
    void heldCalls_areAnsweredWhenTheirTimeHasCome() {
        server.tasks.isHolding = true;
        CompletableFuture<Answer> held =
                server.sendAsync(direct(POLL, "{\"workerId\":\"w\",\"queues\":[\"q\"],\"wait\":\"30s\"}"));
        CompletableFuture<Answer> other =
                server.sendAsync(byJersey(POLL, "{\"workerId\":\"w\",\"queues\":[\"q\"],\"wait\":\"30s\"}"));
        server.tasks.heldPoll.complete(new PollResponse(List.of(), List.of(), List.of(server.tasks.task()), false));

        assertThat(held.join().text()).isEqualTo(other.join().text()).contains(FakeTasks.EXECUTION.toString());
    }

    @Test
    void whoMayCall() {
        server.close();
        server = TestServer.guardedBy(
                Authenticator.byTokens(Tokens.parse("ann:operator:secret-of-ann,bob:worker:secret-of-bob")));
        for (String token : List.of("secret-of-ann", "secret-of-bob", "nobody")) {
            for (String path : List.of(POLL, START)) {
                String body = "{\"workerId\":\"w\",\"queues\":[\"q\"]}";
                assertSame(
                        direct(path, body).header("Authorization", "Bearer " + token),
                        byJersey(path, body).header("Authorization", "Bearer " + token));
            }
        }
        assertSame(direct(POLL, "{}"), byJersey(POLL, "{}"));
    }
}
