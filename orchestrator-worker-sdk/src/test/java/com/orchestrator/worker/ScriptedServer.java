package com.orchestrator.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Section 0 of the REST contract in memory, with the faults a test asks for. Judges the worker while it serves it: what
 * it has asked for and holds may never exceed its capacity. Everything under one lock; tests wait on it by condition.
 */
final class ScriptedServer implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    /** What is waited for need not happen here, where it would be told at once. */
    private static final long LOOK_MILLIS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<ObjectNode> ready = new ArrayDeque<>();
    private final Map<String, Long> leased = new HashMap<>();
    private final Map<String, JsonNode> accepted = new HashMap<>();
    private final Map<String, Integer> acceptedTwice = new HashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Set<String> cancelled = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    final List<JsonNode> polls = new CopyOnWriteArrayList<>();
    final List<JsonNode> reports = new CopyOnWriteArrayList<>();
    final List<JsonNode> renewals = new CopyOnWriteArrayList<>();
    final List<JsonNode> heartbeats = new CopyOnWriteArrayList<>();
    final List<String> released = new CopyOnWriteArrayList<>();
    final List<JsonNode> logLines = new CopyOnWriteArrayList<>();
    volatile @Nullable Refused heartbeatsAre;
    volatile boolean drains;
    volatile boolean refusesLogs;
    volatile boolean logsAreBusy;
    final List<JsonNode> extensions = new CopyOnWriteArrayList<>();
    final List<JsonNode> singleReports = new CopyOnWriteArrayList<>();
    private int asked;
    private int mostHeldAndAsked;
    private boolean holdReports;
    private int waiting;
    private long tasks;

    /** What becomes of the next request with results. */
    enum Fault {
        ANSWER_LOST,
        UNAVAILABLE,
        TOO_MANY,
        UNREADABLE_WHEN_BIG
    }

    static {
        // Headers and body are written apart; without this every answer waits 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    ScriptedServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::serve);
        http.setExecutor(threads);
        http.start();
    }

    URI uri() {
        return URI.create("http://" + http.getAddress().getAddress().getHostAddress() + ":"
                + http.getAddress().getPort());
    }

    synchronized String offer(String type, String input) {
        return offer(type, type, input);
    }

    synchronized String offer(String queue, String type, String input) {
        tasks++;
        ObjectNode task = JSON.createObjectNode();
        String id = UUID.randomUUID().toString();
        task.put("executionId", id).put("instanceId", UUID.randomUUID().toString());
        task.put("namespace", "shop").put("workflow", "order").put("runId", "r" + tasks);
        task.put("taskId", "t").put("taskType", type).put("queue", queue).put("kind", "ACTION");
        task.put("attempt", 1).put("maxAttempts", 3).put("fenceToken", 100 + tasks);
        task.put("idempotencyKey", "shop/order/r" + tasks + "/t").put("somethingNew", true);
        task.set("input", parse(input));
        task.putObject("headers").put("traceparent", "00-1");
        task.putObject("lastProgress").put("page", 7);
        ready.add(task);
        notifyAll();
        return id;
    }

    synchronized void faults(Fault... next) {
        faults.addAll(List.of(next));
    }

    synchronized void holdReports(boolean hold) {
        holdReports = hold;
        notifyAll();
    }

    synchronized void cancel(String executionId) {
        cancelled.add(executionId);
    }

    synchronized void lose(String executionId) {
        lost.add(executionId);
    }

    synchronized int mostHeldAndAsked() {
        return mostHeldAndAsked;
    }

    synchronized int timesAccepted(String executionId) {
        return acceptedTwice.getOrDefault(executionId, 0);
    }

    JsonNode awaitReport(String executionId) {
        return await(() -> accepted.containsKey(executionId), () -> accepted.get(executionId));
    }

    void awaitUntil(BooleanSupplier condition) {
        await(condition, () -> true);
    }

    synchronized <T> T await(BooleanSupplier condition, Supplier<T> value) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("Nothing happened; polls " + polls + " heartbeats " + heartbeats);
            }
            pause(Math.min(left, LOOK_MILLIS));
        }
        return value.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (path.endsWith("/tasks/poll")) {
            poll(exchange, body);
        } else if (path.endsWith("/release")) {
            note(() -> {
                String id = path.split("/")[4];
                leased.remove(id);
                released.add(id);
            });
            answer(exchange, 200, JSON.createObjectNode());
        } else if (path.endsWith("/tasks/logs")) {
            log(exchange, body);
        } else if (path.endsWith("/renew")) {
            single(exchange, path.split("/")[4], body, extensions);
        } else if (path.endsWith("/complete") || path.endsWith("/fail")) {
            single(exchange, path.split("/")[4], body, singleReports);
        } else if (path.endsWith("/heartbeat")) {
            heartbeat(exchange, body);
        } else {
            answer(exchange, 404, problem(404, "NOT_FOUND"));
        }
    }

    private void heartbeat(HttpExchange exchange, JsonNode body) throws IOException {
        Refused refused = heartbeatsAre;
        if (refused != null) {
            byte[] text = refused.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refused.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
            return;
        }
        note(() -> heartbeats.add(body));
        answer(exchange, 200, JSON.createObjectNode().put("drain", drains));
    }

    /** What every heartbeat is answered instead. */
    record Refused(int status, String body) {}

    private void log(HttpExchange exchange, JsonNode body) throws IOException {
        if (refusesLogs) {
            answer(exchange, 404, problem(404, "NOT_FOUND"));
        } else if (logsAreBusy) {
            logsAreBusy = false;
            answer(exchange, 503, problem(503, "UNAVAILABLE"));
        } else {
            note(() -> body.get("lines").forEach(logLines::add));
            answer(exchange, 200, JSON.createObjectNode());
        }
    }

    /** A call about one task: by the lease's token or not at all; a report ends the lease. */
    private void single(HttpExchange exchange, String id, JsonNode body, List<JsonNode> heard) throws IOException {
        ObjectNode answer;
        synchronized (this) {
            Long fence = leased.get(id);
            boolean holds = fence != null
                    && fence == body.get("fenceToken").asLong()
                    && body.hasNonNull("workerId")
                    && !lost.contains(id);
            if (holds) {
                heard.add(body);
            }
            if (holds && heard == singleReports) {
                leased.remove(id);
            }
            answer = holds
                    ? JSON.createObjectNode()
                            .put("executionId", id)
                            .put("status", heard == extensions ? "RENEWED" : "ACCEPTED")
                            .put("leaseExpiresAt", Instant.now().plusSeconds(60).toString())
                            .put("cancelRequested", cancelled.contains(id))
                    : problem(409, "FENCE_STALE");
            notifyAll();
        }
        answer(exchange, answer.path("status").isInt() ? 409 : 200, answer);
    }

    private synchronized void note(Runnable change) {
        change.run();
        notifyAll();
    }

    private void poll(HttpExchange exchange, JsonNode body) throws IOException {
        Fault fault;
        ObjectNode response = null;
        synchronized (this) {
            polls.add(body);
            fault = body.get("results").isEmpty() ? null : faults.poll();
            if (fault == Fault.UNREADABLE_WHEN_BIG) {
                faults.addFirst(fault);
                fault = body.toString().length() < 1_000 ? null : fault;
            }
            if (fault == null || fault == Fault.ANSWER_LOST) {
                response = handle(body);
            }
            notifyAll();
        }
        finish(exchange, fault, response);
    }

    private void finish(HttpExchange exchange, Fault fault, ObjectNode response) throws IOException {
        if (fault == null) {
            answer(exchange, 200, response);
        } else if (fault == Fault.ANSWER_LOST) {
            exchange.close();
        } else if (fault == Fault.UNAVAILABLE) {
            answer(exchange, 503, problem(503, "UNAVAILABLE"));
        } else if (fault == Fault.TOO_MANY) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            answer(exchange, 429, problem(429, "TOO_MANY_REQUESTS"));
        } else {
            answer(exchange, 413, problem(413, "PAYLOAD_TOO_LARGE"));
        }
    }

    private ObjectNode handle(JsonNode body) {
        ObjectNode response = JSON.createObjectNode();
        int max = body.get("max").asInt();
        boolean reporting = !body.get("results").isEmpty();
        body.get("results").forEach(result -> response.withArray("/results").add(verdict(result)));
        if (reporting) {
            reports.add(body);
            notifyAll();
        }
        asked += max;
        mostHeldAndAsked = Math.max(mostHeldAndAsked, asked + leased.size());
        while (reporting && holdReports) {
            pause(1_000);
        }
        body.get("renewals").forEach(renewal -> response.withArray("/renewals").add(renew(renewal)));
        if (!reporting) {
            awaitWork(body, max);
        }
        response.set("tasks", lease(body, max));
        asked -= max;
        return response;
    }

    private ObjectNode verdict(JsonNode result) {
        String id = result.get("executionId").asText();
        ObjectNode verdict = JSON.createObjectNode().put("executionId", id);
        Long fence = leased.remove(id);
        boolean repeated = accepted.containsKey(id) && accepted.get(id).equals(result);
        if (repeated || (fence != null && fence == result.get("fenceToken").asLong() && !lost.contains(id))) {
            accepted.put(id, result);
            acceptedTwice.merge(id, repeated ? 0 : 1, Integer::sum);
            return verdict.put("status", "ACCEPTED");
        }
        return verdict.put("status", "REJECTED").put("code", "FENCE_STALE");
    }

    private ObjectNode renew(JsonNode renewal) {
        renewals.add(renewal);
        String id = renewal.get("executionId").asText();
        ObjectNode verdict = JSON.createObjectNode().put("executionId", id);
        return lost.contains(id) || !leased.containsKey(id)
                ? verdict.put("status", "LOST").put("cancelRequested", false)
                : verdict.put("status", "RENEWED")
                        .put("leaseExpiresAt", Instant.now().plusSeconds(30).toString())
                        .put("cancelRequested", cancelled.contains(id));
    }

    private void awaitWork(JsonNode body, int max) {
        long deadline =
                System.nanoTime() + Duration.parse(body.get("wait").asText()).toNanos();
        waiting++;
        notifyAll();
        while (max > 0 && !isAnyReady(body) && System.nanoTime() < deadline) {
            pause(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        waiting--;
    }

    synchronized boolean isWorkerWaiting() {
        return waiting > 0;
    }

    private boolean isAnyReady(JsonNode body) {
        return ready.stream().anyMatch(task -> serves(body, task));
    }

    private static boolean serves(JsonNode body, JsonNode task) {
        for (JsonNode queue : body.get("queues")) {
            if (queue.equals(task.get("queue"))) {
                return true;
            }
        }
        return false;
    }

    private ArrayNode lease(JsonNode body, int max) {
        ArrayNode handed = JSON.createArrayNode();
        for (ObjectNode task : List.copyOf(ready)) {
            if (handed.size() < max && serves(body, task)) {
                ready.remove(task);
                task.put("leaseExpiresAt", Instant.now().plusSeconds(30).toString());
                leased.put(
                        task.get("executionId").asText(), task.get("fenceToken").asLong());
                handed.add(task);
            }
        }
        return handed;
    }

    private static ObjectNode problem(int status, String code) {
        return JSON.createObjectNode().put("status", status).put("code", code).put("detail", "as scripted");
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("The server is closed", e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
