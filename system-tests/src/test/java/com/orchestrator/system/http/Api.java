package com.orchestrator.system.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Plain HTTP against several servers. An answer that was lost or does not come from the application, such as a server's that
 * starts, means that the request was applied whole or not at all: it is repeated, at the next server. A fault of the
 * application is an answer.
 */
public final class Api {

    public static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a server said. */
    public record Answer(int status, JsonNode body) {

        public boolean isOk() {
            return status == 200 || status == 201;
        }

        public JsonNode mustBeOk() {
            if (!isOk()) {
                throw new AssertionError("Refused: " + this);
            }
            return body;
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<URI> servers;
    private final AtomicInteger turn = new AtomicInteger();

    public Api(List<URI> servers) {
        this.servers = servers;
    }

    public Answer post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** All events of a run. */
    public ArrayNode history(String instanceId) {
        ArrayNode all = JSON.createArrayNode();
        long after = 0;
        while (true) {
            JsonNode page = get("/instances/" + instanceId + "/events?limit=1000&after=" + after)
                    .mustBeOk();
            page.get("items").forEach(all::add);
            if (page.at("/page/next").isNull()) {
                return all;
            }
            after = page.at("/page/next").asLong();
        }
    }

    private Answer send(String method, String path, @Nullable JsonNode body) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Answer answer = once(method, path, body);
            if (answer != null) {
                return answer;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new AssertionError("Nobody answers " + method + " " + path);
    }

    private @Nullable Answer once(String method, String path, @Nullable JsonNode body) {
        URI server = servers.get(Math.floorMod(turn.getAndIncrement(), servers.size()));
        try {
            HttpResponse<byte[]> response =
                    http.send(request(server, method, path, body), HttpResponse.BodyHandlers.ofByteArray());
            boolean isOurs = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.startsWith("application/"))
                    .isPresent();
            return response.statusCode() > 500 || !isOurs
                    ? null
                    : new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException lost) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpRequest request(URI server, String method, String path, @Nullable JsonNode body) {
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(bytes(body));
        return HttpRequest.newBuilder(server.resolve("/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, content)
                .build();
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
