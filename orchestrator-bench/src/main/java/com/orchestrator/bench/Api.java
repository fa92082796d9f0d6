package com.orchestrator.bench;

import com.orchestrator.launcher.os.LaunchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The few calls the driver makes, by turns on all servers. A refused call ends the benchmark. */
final class Api {

    static {
        // Less than the half minute after which the server closes: a call at that very moment would break.
        System.setProperty("jdk.httpclient.keepalive.timeout", "20");
    }

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int FIRST_ERROR_STATUS = 400;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Runnable::run)
            .build();
    private final List<String> urls;
    private final AtomicInteger turn = new AtomicInteger();

    Api(List<String> urls) {
        this.urls = List.copyOf(urls);
    }

    void register(String yaml) {
        post("/api/v1/workflows", "application/yaml", yaml).join();
    }

    /** @param item one item of the batch as JSON */
    CompletableFuture<Void> start(String item, int count) {
        return batch("/api/v1/instances/batch-start", item, count);
    }

    /** @param item one job as JSON */
    CompletableFuture<Void> put(String item, int count) {
        return batch("/api/v1/jobs", item, count);
    }

    private CompletableFuture<Void> batch(String path, String item, int count) {
        StringBuilder body = new StringBuilder(count * (item.length() + 1) + 16).append("{\"items\":[");
        for (int i = 0; i < count; i++) {
            body.append(i == 0 ? "" : ",").append(item);
        }
        return post(path, "application/json", body.append("]}").toString()).thenAccept(answer -> {
            if (answer.contains("\"error\"")) {
                throw new LaunchException("A start was refused: " + answer);
            }
        });
    }

    /** Starts a run and waits for its end on no thread; the time of the whole exchange in nanoseconds. */
    CompletableFuture<Long> startAndWait(String workflow, String input) {
        long begin = System.nanoTime();
        HttpRequest request = startAndWaitRequest(workflow, input);
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> text(request, answer))
                .thenApply(answer -> System.nanoTime() - begin);
    }

    /** The same on the thread of the caller, as the client of the SDK does. */
    long startAndWaitHere(String workflow, String input) {
        long begin = System.nanoTime();
        HttpRequest request = startAndWaitRequest(workflow, input);
        try {
            text(request, http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new LaunchException("A start was not answered: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("Interrupted while waiting for a run");
        }
        return System.nanoTime() - begin;
    }

    private HttpRequest startAndWaitRequest(String workflow, String input) {
        return posting(
                "/api/v1/workflows/bench/" + workflow + "/instances?wait=30s",
                "application/json",
                "{\"input\":" + input + "}");
    }

    /** How long runs of a namespace are kept. */
    void keep(String namespace, String rule) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(urls.get(0) + "/api/v1/retention/" + namespace))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(rule))
                .build();
        http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> text(request, answer))
                .join();
    }

    CompletableFuture<String> poll(String workerId, String queue, int max, String wait) {
        return post(
                "/api/v1/tasks/poll",
                "application/json",
                "{\"workerId\":\"" + workerId + "\",\"queues\":[\"" + queue + "\"],\"max\":" + max + ",\"wait\":\""
                        + wait + "\",\"lease\":\"10m\"}");
    }

    private HttpRequest posting(String path, String mediaType, String body) {
        String url = urls.get(Math.floorMod(turn.getAndIncrement(), urls.size()));
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LIMIT)
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private CompletableFuture<String> post(String path, String mediaType, String body) {
        HttpRequest request = posting(path, mediaType, body);
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(answer -> text(request, answer));
    }

    private static String text(HttpRequest request, HttpResponse<String> answer) {
        if (answer.statusCode() >= FIRST_ERROR_STATUS) {
            throw new LaunchException(request.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
