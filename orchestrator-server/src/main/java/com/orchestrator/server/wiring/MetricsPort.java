package com.orchestrator.server.wiring;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.server.metrics.MetricsRegistry;
import com.orchestrator.server.rest.HealthResource;
import com.orchestrator.server.rest.json.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** {@code /metrics} and {@code /health} on a port of their own, without a token: for those who keep that port to themselves. */
final class MetricsPort implements AutoCloseable {

    private static final String PROMETHEUS_TEXT = "text/plain;version=0.0.4;charset=utf-8";

    private final HttpServer server;

    private MetricsPort(HttpServer server) {
        this.server = server;
    }

    /** @throws StartRefused when the port cannot be had */
    static MetricsPort open(int port, MetricsRegistry metrics, HealthResource health, Json json) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            server.createContext("/metrics", exchange -> {
                byte[] text = metrics.print().getBytes(StandardCharsets.UTF_8);
                answer(exchange, "/metrics", 200, PROMETHEUS_TEXT, text);
            });
            server.createContext("/health", exchange -> {
                try (Response response = health.ready()) {
                    answer(
                            exchange,
                            "/health",
                            response.getStatus(),
                            "application/json",
                            json.write(response.getEntity()));
                }
            });
            server.start();
            return new MetricsPort(server);
        } catch (IOException e) {
            throw new StartRefused(
                    ConfigKey.METRICS_PORT.property() + ": port " + port + " cannot be had: " + e.getMessage(), e);
        }
    }

    private static void answer(HttpExchange exchange, String path, int status, String type, byte[] body)
            throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
