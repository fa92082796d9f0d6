package com.orchestrator.system.canary;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whom the server calls: a receiver of traces, a webhook that refuses, an identity provider that lets nobody in. */
public final class Outside implements AutoCloseable {

    /** What traces were sent, as they came. */
    public final List<String> spans = new CopyOnWriteArrayList<>();
    /** What webhooks were sent. */
    public final List<String> hooks = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    public Outside() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            spans.add(body(exchange));
            answer(exchange, 200, "{}");
        });
        server.createContext("/hook", exchange -> {
            hooks.add(body(exchange));
            answer(exchange, 500, Canary.in("hookanswer"));
        });
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, 200, """
                        {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token"}
                        """.formatted(url())));
        server.createContext("/keys", exchange -> answer(exchange, 200, "{\"keys\": []}"));
        server.createContext("/token", exchange -> answer(exchange, 400, """
                        {"error": "invalid_grant", "error_description": "%s"}
                        """.formatted(Canary.in("provider"))));
        server.start();
    }

    /** Without a slash at its end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        byte[] answer = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
