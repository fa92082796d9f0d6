package com.orchestrator.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** The few calls of the REST API that the demo makes, as any caller would make them. */
final class DemoClient {

    private static final Duration LIMIT = Duration.ofSeconds(30);
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

    private JsonNode send(HttpRequest.Builder builder) {
        HttpRequest request =
                builder.timeout(LIMIT).header("Accept", "application/json").build();
        String call = request.method() + " " + request.uri();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= FIRST_ERROR_STATUS) {
                throw new LaunchException(call + " was answered " + response.statusCode() + ": " + response.body());
            }
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new LaunchException(call + " was not answered with JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new LaunchException(call + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException(call + " was interrupted.", e);
        }
    }
}
