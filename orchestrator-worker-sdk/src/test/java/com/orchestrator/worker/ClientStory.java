package com.orchestrator.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server over HTTP that says what a test has laid down, in order, and remembers what it was asked. */
abstract class ClientStory {

    private record Answer(int status, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();

    /** What was asked, as {@link #asText} tells it. */
    final Deque<String> requests = new ConcurrentLinkedDeque<>();

    OrchestratorClient connection;
    HttpServer http;

    @BeforeEach
    void listen() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::serve);
        http.start();
        connection = OrchestratorClient.connect(uri());
    }

    @AfterEach
    void hangUp() {
        http.stop(0);
    }

    final URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    final synchronized void answer(int status, String body) {
        answers.add(new Answer(status, body));
    }

    /** 200, or 204 when there is nothing to say. */
    final void answer(String body) {
        answer(body.isEmpty() ? 204 : 200, body);
    }

    /** Method, address and body of a request. */
    String asText(HttpExchange request, String body) {
        return request.getRequestMethod() + " " + request.getRequestURI() + " " + body;
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        requests.add(asText(exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Answer answer = answers.remove();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
