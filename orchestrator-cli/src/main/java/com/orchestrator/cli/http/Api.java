package com.orchestrator.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One server. An answer that is no success becomes an exception with the exit code that fits. */
public final class Api {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(90);
    private static final int FIRST_FAULT = 400;

    private final URI server;
    private final Optional<String> token;
    private final Consumer<String> trace;
    private final HttpClient client;

    /**
     * @param server with or without a slash at its end
     * @param trace is told each request and answer, without secrets
     */
    public Api(URI server, Optional<String> token, Consumer<String> trace) {
        this.server = server;
        this.token = token;
        this.trace = trace;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECTING);
        if (!"https".equals(server.getScheme())) {
            NoTls.in(builder);
        }
        this.client = builder.build();
    }

    public URI server() {
        return server;
    }

    /** Of the API, below {@code /api/v1}. */
    public Request get(String... path) {
        return new Request("GET", "/api/v1", path);
    }

    public Request post(String... path) {
        return new Request("POST", "/api/v1", path);
    }

    public Request put(String... path) {
        return new Request("PUT", "/api/v1", path);
    }

    public Request patch(String... path) {
        return new Request("PATCH", "/api/v1", path);
    }

    public Request delete(String... path) {
        return new Request("DELETE", "/api/v1", path);
    }

    /** Beside the API, such as health. */
    public Request root(String... path) {
        return new Request("GET", "", path);
    }

    /** Of the job router, whose addresses have no version. */
    public Request getRouter(String... path) {
        return new Request("GET", "/api", path);
    }

    public Request postRouter(String... path) {
        return new Request("POST", "/api", path);
    }

    /**
     * @throws CommandException when the server is not there or refuses
     */
    public Answer send(Request request) {
        Answer answer = exchange(request);
        if (answer.status() >= FIRST_FAULT) {
            throw Problems.of(answer);
        }
        return answer;
    }

    /** The JSON that the server answers; missing when it answers nothing. */
    public JsonNode json(Request request) {
        return send(request).json();
    }

    /** As {@link #send}, but every answer is one. */
    public Answer exchange(Request request) {
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        return new Answer(
                response.statusCode(), response.headers(), new String(response.body(), StandardCharsets.UTF_8));
    }

    /** An answer that comes bit by bit. */
    public InputStream stream(Request request) {
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() >= FIRST_FAULT) {
            throw Problems.of(new Answer(response.statusCode(), response.headers(), whole(response.body())));
        }
        return response.body();
    }

    private static String whole(InputStream body) {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private <T> HttpResponse<T> send(Request request, BodyHandler<T> handler) {
        URI address = URI.create(base() + request.target());
        HttpRequest.Builder http = HttpRequest.newBuilder(address)
                .timeout(ANSWERING)
                .header("Accept", request.accept())
                .header("User-Agent", "orc")
                .method(
                        request.method(),
                        request.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        if (request.body().isPresent()) {
            http.header("Content-Type", request.contentType());
        }
        request.traceparent().ifPresent(trace -> http.header("traceparent", trace));
        token.ifPresent(secret -> http.header("Authorization", "Bearer " + secret));
        trace.accept("> " + request.method() + " " + address
                + request.body().map(text -> " " + text.strip()).orElse(""));
        long start = System.nanoTime();
        try {
            HttpResponse<T> response = client.send(http.build(), handler);
            trace.accept("< " + response.statusCode() + " after "
                    + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms"
                    + (response.body() instanceof byte[] body ? " " + new String(body, StandardCharsets.UTF_8) : ""));
            return response;
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.ERROR,
                    "The server at " + server + " does not answer"
                            + (e.getMessage() == null ? "" : ": " + e.getMessage()) + ".",
                    "Is it up, and is that its address? --url, ORCHESTRATOR_URL or a context says another one.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.ERROR, "Interrupted.");
        }
    }

    private String base() {
        String text = server.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** An answer with all of its body. */
    public record Answer(int status, java.net.http.HttpHeaders headers, String text) {

        /** Missing when there is no body. */
        public JsonNode json() {
            if (text.isBlank()) {
                return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
            }
            try {
                return Json.parse(text);
            } catch (JsonProcessingException e) {
                throw new CommandException(
                        ExitCode.ERROR,
                        "The server answers with something that is no JSON.",
                        "Is this the address of an orchestrator?");
            }
        }
    }
}
