package com.orchestrator.server.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.webhook.WebhookSignature;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A receiver as somebody else may have written it: it answers as it is told, and keeps a ledger of what it has taken. */
public final class Receiver implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Call> taken = new CopyOnWriteArrayList<>();
    private final String secret;
    private volatile Function<Call, Reply> behaviour = call -> Reply.of(200);

    /** One request. */
    public record Call(String path, String id, JsonNode event, boolean isSigned, String contentType) {

        public String run() {
            return event.path("subject").asText();
        }

        public long sequence() {
            return event.path("sequence").asLong();
        }
    }

    /** What it answers. */
    public record Reply(int status, String header, String value, byte[] body) {

        public static Reply of(int status) {
            return new Reply(status, "X-Nothing", "", new byte[0]);
        }

        public Reply with(String name, String text) {
            return new Reply(status, name, text, body);
        }

        public Reply saying(byte[] text) {
            return new Reply(status, header, value, text);
        }
    }

    public Receiver(String secret) {
        this.secret = secret;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** How it answers from now on; what it returns 2xx for it has taken. */
    public void behave(Function<Call, Reply> next) {
        behaviour = next;
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hooks";
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** All that were asked of it, in the order they came. */
    public List<Call> calls() {
        return calls;
    }

    /** Those that it answered with 2xx, in the order in which it did. */
    public List<Call> taken() {
        return taken;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Headers headers = exchange.getRequestHeaders();
        String id = headers.getFirst(WebhookSignature.ID);
        boolean isSigned = WebhookSignature.verify(
                secret,
                id,
                headers.getFirst(WebhookSignature.TIMESTAMP),
                headers.getFirst(WebhookSignature.SIGNATURE),
                body);
        Call call = new Call(
                exchange.getRequestURI().toString(),
                id,
                MAPPER.readTree(body),
                isSigned,
                headers.getFirst("Content-Type"));
        calls.add(call);
        Reply reply = behaviour.apply(call);
        if (reply.status() / 100 == 2) {
            taken.add(call);
        }
        exchange.getResponseHeaders().add(reply.header(), reply.value());
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
