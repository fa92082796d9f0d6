package com.orchestrator.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The few calls of the REST API that the demo makes, as any caller would make them. */
final class DemoClient {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Set<Integer> NOT_NOW = Set.of(429, 502, 503, 504);
    private static final int FIRST_ERROR_STATUS = 400;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String api;

    DemoClient(String serverUrl) {
        api = serverUrl + "/api/v1";
    }

    /** A workflow by the names the server gave it. */
    record Workflow(String namespace, String name) {}

    Workflow register(String yaml) {
        JsonNode answer = post("/workflows", "application/yaml", yaml);
        return new Workflow(
                answer.path("namespace").asText(), answer.path("name").asText());
    }

    /** Starts one run and answers its id. */
    String start(Workflow workflow, String runId, JsonNode input) {
        JsonNode body = json.createObjectNode().put("runId", runId).set("input", input);
        return post(
                        "/workflows/" + workflow.namespace() + "/" + workflow.name() + "/instances",
                        "application/json",
                        body.toString())
                .path("instanceId")
                .asText();
    }

    JsonNode instance(String id) {
        return get("/instances/" + id);
    }

    List<JsonNode> events(String id) {
        return items(get("/instances/" + id + "/events?limit=200"));
    }

    List<JsonNode> tasks(String id) {
        return items(get("/instances/" + id + "/tasks"));
    }

    String instanceUrl(String id) {
        return api + "/instances/" + id;
    }

    private static List<JsonNode> items(JsonNode page) {
        List<JsonNode> items = new ArrayList<>();
        page.path("items").forEach(items::add);
        return items;
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(api + path)).GET());
    }

    private JsonNode post(String path, String mediaType, String body) {
        return send(HttpRequest.newBuilder(URI.create(api + path))
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString(body)));
    }

    /** Again and again while nobody answers, or says that it cannot now: every call of the demo may be repeated. */
    private JsonNode send(HttpRequest.Builder builder) {
        HttpRequest request =
                builder.timeout(LIMIT).header("Accept", "application/json").build();
        AtomicReference<String> outcome = new AtomicReference<>("was not made");
        List<JsonNode> answers = new ArrayList<>();
        boolean isAnswered = Await.until(PATIENCE, PAUSE, () -> {
            outcome.set(attempt(request, answers));
            return !answers.isEmpty();
        });
        if (!isAnswered) {
            throw new LaunchException(request.method() + " " + request.uri() + " " + outcome.get() + ", for "
                    + PATIENCE.toMinutes() + " minutes.");
        }
        return answers.get(0);
    }

    /** Adds the answer; says how the call went. */
    private String attempt(HttpRequest request, List<JsonNode> answers) {
        String call = request.method() + " " + request.uri();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            int status = response.statusCode();
            String outcome = "was answered " + status + ": " + response.body();
            if (status >= FIRST_ERROR_STATUS && !NOT_NOW.contains(status)) {
                throw new LaunchException(call + " " + outcome);
            }
            if (status < FIRST_ERROR_STATUS) {
                answers.add(json.readTree(response.body()));
            }
            return outcome;
        } catch (JsonProcessingException e) {
            throw new LaunchException(call + " was not answered with JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            return "failed: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException(call + " was interrupted.", e);
        }
    }
}
