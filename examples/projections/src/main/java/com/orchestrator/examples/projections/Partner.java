package com.orchestrator.examples.projections;

import com.orchestrator.api.webhook.WebhookSignature;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Another system, which is told what happens here: it checks who says so, and keeps each message once. */
final class Partner implements AutoCloseable {

    private static final int NOTHING_TO_SAY = -1;
    private static final int TAKEN = 204;
    private static final int NOT_FROM_THERE = 401;

    private final HttpServer server;
    private final String secret;
    private final Set<String> known = new HashSet<>();
    private final List<String> kept = new ArrayList<>();

    Partner(String secret) throws IOException {
        this.secret = secret;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** In one transaction, where this were more than an example: the id beside what is made of the message. */
    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getRequestHeaders();
            String id = headers.getFirst(WebhookSignature.ID);
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean isOurs = WebhookSignature.verify(
                    secret,
                    id,
                    headers.getFirst(WebhookSignature.TIMESTAMP),
                    headers.getFirst(WebhookSignature.SIGNATURE),
                    body);
            if (isOurs) {
                keep(id, headers.getFirst("topic"));
            }
            exchange.sendResponseHeaders(isOurs ? TAKEN : NOT_FROM_THERE, NOTHING_TO_SAY);
        }
    }

    private synchronized void keep(@Nullable String id, @Nullable String topic) {
        if (id != null && topic != null && known.add(id)) {
            kept.add(topic);
        }
    }

    /** What it was told, in the order in which it was. */
    synchronized List<String> kept() {
        return List.copyOf(kept);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
