package com.orchestrator.conformance.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls servers by turns. An answer that is lost, or comes from a server that is just starting or stopping, means that the
 * call was applied whole or not at all: it is repeated, as the contract says is always safe.
 */
public final class Api {

    public static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int FIRST_SERVER_FAULT = 500;

    /** For servers that ask for one; it has to be an administrator's. */
    private static final @Nullable String TOKEN = System.getenv("ORCHESTRATOR_TOKEN");

    private final List<URI> servers;
    private final AtomicInteger turn = new AtomicInteger();

    public Api(List<URI> servers) {
        this.servers = List.copyOf(servers);
    }

    /** The same calls, to one of the servers alone. */
    public Api only(int server) {
        return new Api(List.of(servers.get(server)));
    }

    public Answer get(String path) {
        return send("GET", path, "application/json", BodyPublishers.noBody());
    }

    public Answer post(String path, JsonNode body) {
        return send("POST", path, "application/json", bytes(body.toString()));
    }

    public Answer postYaml(String path, String yaml) {
        return send("POST", path, "application/yaml", bytes(yaml));
    }

    /** What a server counts, as Prometheus reads it. */
    public String metrics() {
        HttpRequest request = request(servers.get(0).resolve("/metrics")).build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException lost) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT);
        if (TOKEN != null) {
            request.header("Authorization", "Bearer " + TOKEN);
        }
        return request;
    }

    private static BodyPublisher bytes(String text) {
        return BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(String method, String path, String mediaType, BodyPublisher body) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean isRepeated = false;
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            URI server = servers.get(Math.floorMod(turn.getAndIncrement(), servers.size()));
            HttpRequest request = request(server.resolve("/api/v1" + path))
                    .header("Content-Type", mediaType)
                    .method(method, body)
                    .build();
            Optional<HttpResponse<byte[]>> response = once(request);
            if (response.isPresent()) {
                return answer(response.get(), isRepeated);
            }
            isRepeated = true;
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new NobodyAnswersException(method + " " + path);
    }

    /** Empty when the answer was lost or does not come from the application. */
    private static Optional<HttpResponse<byte[]>> once(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            boolean isOurs = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.startsWith("application/"))
                    .isPresent();
            return Optional.of(response).filter(answer -> isOurs && answer.statusCode() < FIRST_SERVER_FAULT);
        } catch (IOException lost) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Answer answer(HttpResponse<byte[]> response, boolean isRepeated) {
        try {
            return new Answer(response.statusCode(), JSON.readTree(response.body()), isRepeated);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }
}
