package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the client listens: it goes on from where it was, whatever happens to the connection. */
@Timeout(60)
class EventStreamTest extends ClientStory {

    @Override
    String asText(HttpExchange request, String body) {
        return request.getRequestURI().toString();
    }

    private static String event(String position, long sequence) {
        return "id: " + position + "\nevent: TASK_COMPLETED\ndata: {\"specversion\":\"1.0\",\"subject\":"
                + "\"01990000-0000-7000-8000-000000000001\",\"namespace\":\"shop\",\"workflow\":\"order\",\"runid\":\"one\","
                + "\"data\":{\"sequenceNumber\":" + sequence
                + ",\"type\":\"TASK_COMPLETED\",\"at\":\"2026-01-02T03:04:05Z\",\"data\":{}}}\n\n";
    }

    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void listen(EventStream stream, int count, List<StreamedEvent> heard) {
        assertThatThrownBy(() -> stream.forEach(event -> {
                    heard.add(event);
                    if (heard.size() == count) {
                        throw new Enough();
                    }
                }))
                .isInstanceOf(Enough.class);
    }

    @Test
    void connectionsThatBreak_areMadeAgain_fromWhereTheyWere() {
        answer(200, "retry: 2000\nid: 5\n\n" + event("7.a.3", 3) + "id: 8.a.4\nevent: TASK_COMPLETED\ndata: {\"cut\":");
        answer(503, "{\"code\":\"UNAVAILABLE\",\"detail\":\"about to stop\"}");
        answer(200, ": ping\nid: 9\n\n");
        answer(200, event("9.a.4", 4));
        List<StreamedEvent> heard = new ArrayList<>();

        listen(connection.stream().namespace("shop").types("TASK_COMPLETED", "TASK_FAILED"), 2, heard);

        assertThat(heard).extracting(StreamedEvent::position).containsExactly("7.a.3", "9.a.4");
        assertThat(heard).extracting(one -> one.event().sequenceNumber()).containsExactly(3L, 4L);
        String path = "/api/v1/stream?namespace=shop&type=TASK_COMPLETED%2CTASK_FAILED";
        assertThat(requests).containsExactly(path, path + "&after=7.a.3", path + "&after=7.a.3", path + "&after=9");
    }

    @Test
    void whatIsRefused_isThrown_alsoWhenTheAnswerHasBegun() {
        answer(410, "{\"code\":\"FEED_TRIMMED\",\"detail\":\"The feed begins behind 17\"}");
        assertThatThrownBy(() -> connection.stream().after("3").forEach(event -> {}))
                .isInstanceOfSatisfying(
                        OrchestratorProblemException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("FEED_TRIMMED"));

        answer(200, "event: error\ndata: {\"code\":\"FEED_TRIMMED\",\"detail\":\"gone\"}\n\n");
        assertThatThrownBy(() -> connection.stream().after("3").forEach(event -> {}))
                .hasMessageContaining("FEED_TRIMMED");
    }

    @Test
    void whoIsInterruptedWhileNothingComes_stops_andTheConnectionIsGivenUp() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gaveUp = new CountDownLatch(1);
        http.createContext("/api/v1/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(": nothing\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            asked.countDown();
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(": still nothing\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            } catch (IOException gone) {
                gaveUp.countDown();
            }
        });
        Thread listener = new Thread(() -> connection.stream().forEach(event -> {}));
        listener.start();
        asked.await();

        listener.interrupt();

        listener.join();
        gaveUp.await();
    }

    @Test
    void whoIsInterrupted_stops() {
        Thread.currentThread().interrupt();

        connection.stream().forEach(event -> {});

        assertThat(Thread.interrupted()).isTrue();
    }
}
