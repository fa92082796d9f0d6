package com.orchestrator.worker;

import com.orchestrator.api.error.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests to one server: base address, token, problem documents. Never repeats a request; its callers know when to. */
final class HttpTransport {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final String JSON = "application/json";
    private static final String VERSION = "/v1";
    private static final int SUCCESS = 200;

    private final HttpClient http;
    private final Sending sending;
    private final WireJson json = new WireJson();
    private final String base;
    private final @Nullable String token;

    private HttpTransport(HttpClient http, Sending sending, String base, @Nullable String token) {
        this.http = http;
        this.sending = sending;
        this.base = base;
        this.token = token;
    }

    /** How a call waits for its answer. */
    private enum Sending {
        /**
         * On the thread of its caller, who waits anyway; the future is done. The JDK's client gives other answers to another thread, a new one for
         * each where there are two processors, which costs three times what the call does.
         */
        BLOCKING,

        /** On no thread. */
        LATER
    }

    private static HttpTransport versioned(Sending sending, URI server, @Nullable String token) {
        return new HttpTransport(client(), sending, server.toString().replaceAll("/+$", "") + "/api" + VERSION, token);
    }

    /** To the calls that have no version, as they are those of a document. */
    HttpTransport unversioned() {
        return new HttpTransport(http, sending, base.substring(0, base.length() - VERSION.length()), token);
    }

    /** For callers who wait for each answer. */
    static HttpTransport forClients(URI server, @Nullable String token) {
        return versioned(Sending.BLOCKING, server, token);
    }

    /** For a loop that must not wait. */
    static HttpTransport forWorker(URI server, @Nullable String token) {
        return versioned(Sending.LATER, server, token);
    }

    /** The same for a caller who does not wait. */
    HttpTransport later() {
        return new HttpTransport(http, Sending.LATER, base, token);
    }

    /** Reads answers on its own thread: all that is done there is to put bytes together. */
    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(Runnable::run)
                .build();
    }

    WireJson json() {
        return json;
    }

    CompletableFuture<HttpAnswer> get(String path, Duration timeout) {
        return send(request(path, timeout).GET());
    }

    CompletableFuture<HttpAnswer> post(String path, Object body, Duration timeout) {
        return post(path, json.write(body), JSON, timeout);
    }

    /** @param headers beside those of every request */
    CompletableFuture<HttpAnswer> post(String path, Object body, Map<String, String> headers, Duration timeout) {
        HttpRequest.Builder request = request(path, timeout).header("Content-Type", JSON);
        headers.forEach(request::header);
        return send(request.POST(BodyPublishers.ofByteArray(json.write(body))));
    }

    CompletableFuture<HttpAnswer> post(String path, byte[] body, String contentType, Duration timeout) {
        return send(request(path, timeout).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    CompletableFuture<HttpAnswer> patch(String path, Object body, Duration timeout) {
        return send(request(path, timeout)
                .header("Content-Type", JSON)
                .method("PATCH", BodyPublishers.ofByteArray(json.write(body))));
    }

    CompletableFuture<HttpAnswer> delete(String path, Duration timeout) {
        return send(request(path, timeout).DELETE());
    }

    CompletableFuture<HttpAnswer> put(String path, Object body, Duration timeout) {
        return send(
                request(path, timeout).header("Content-Type", JSON).PUT(BodyPublishers.ofByteArray(json.write(body))));
    }

    /**
     * Posts on a thread of the given executor, which waits for the answer and reads it.
     *
     * @return cancelling it takes the request back
     */
    <T> CompletableFuture<T> postOn(
            Executor threads, String path, Object body, Duration timeout, Function<HttpAnswer, T> reader) {
        Exchange<T> exchange = new Exchange<>(() -> {
            HttpRequest request = request(path, timeout)
                    .header("Content-Type", JSON)
                    .POST(BodyPublishers.ofByteArray(json.write(body)))
                    .build();
            return reader.apply(answerTo(request));
        });
        threads.execute(exchange);
        return exchange;
    }

    /**
     * Asks for an answer that has no end.
     *
     * @param lines are told what comes, when the server does not refuse, and of the end in any case
     * @return done when the answer has ended; fails when the server refuses
     */
    CompletableFuture<HttpAnswer> stream(String path, StreamLines lines) {
        HttpRequest request = request(path, CONNECT_TIMEOUT.multipliedBy(6))
                .setHeader("Accept", "text/event-stream, " + JSON)
                .GET()
                .build();
        CompletableFuture<HttpAnswer> answer = http.sendAsync(
                        request, info -> info.statusCode() == SUCCESS ? toLines(lines) : BodySubscribers.ofByteArray())
                .thenApply(response -> accepted(HttpAnswer.of(response)));
        answer.whenComplete((done, failure) -> lines.onComplete()); // when whoever waits can see why
        return answer;
    }

    private static BodySubscriber<byte[]> toLines(StreamLines lines) {
        return BodySubscribers.fromLineSubscriber(lines, all -> new byte[0], StandardCharsets.UTF_8, null);
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout).header("Accept", JSON);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    /** A refusal becomes the exception of the future, so that callers see answers they can use or nothing. */
    private CompletableFuture<HttpAnswer> send(HttpRequest.Builder request) {
        return sending == Sending.BLOCKING
                ? sent(request.build())
                : http.sendAsync(request.build(), BodyHandlers.ofByteArray())
                        .thenApply(response -> accepted(HttpAnswer.of(response)));
    }

    private CompletableFuture<HttpAnswer> sent(HttpRequest request) {
        try {
            return CompletableFuture.completedFuture(answerTo(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(
                    new InterruptedIOException("Interrupted while waiting for the server"));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private HttpAnswer answerTo(HttpRequest request) throws IOException, InterruptedException {
        return accepted(HttpAnswer.of(http.send(request, BodyHandlers.ofByteArray())));
    }

    private HttpAnswer accepted(HttpAnswer answer) {
        if (!answer.isSuccess()) {
            throw problem(answer);
        }
        return answer;
    }

    private OrchestratorProblemException problem(HttpAnswer answer) {
        WireProblem problem = readProblem(answer);
        return new OrchestratorProblemException(
                answer.status(),
                problem.code() == null ? OrchestratorProblemException.nameless(answer.status()) : problem.code(),
                problem.detail() == null ? "The server gave no reason" : problem.detail(),
                problem.errors(),
                answer.retryAfter().orElse(null));
    }

    /** What a server says that has begun to answer and cannot go on. */
    OrchestratorProblemException problem(byte[] document) {
        return problem(new HttpAnswer(SUCCESS, document, Optional.empty(), Optional.empty()));
    }

    /** A proxy may answer with a page of its own; then the status is all there is to say. */
    private WireProblem readProblem(HttpAnswer answer) {
        try {
            return json.read(answer.body(), WireProblem.class);
        } catch (UncheckedIOException e) {
            return new WireProblem(null, null, List.of());
        }
    }

    /** Not {@link Problem}: a newer server may send codes this SDK has no name for. */
    private record WireProblem(
            @Nullable String code, @Nullable String detail, List<Problem.Detail> errors) {}
}
