package com.orchestrator.system.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Somebody with a token. What is refused to him is kept. */
public final class Caller {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_FAULT = 400;

    private final URI server;
    private final String token;
    private final List<String> problems;

    /** @param problems to which the answers are added that are none */
    public Caller(URI server, String token, List<String> problems) {
        this.server = server;
        this.token = token;
        this.problems = problems;
    }

    /** What must go well. */
    public JsonNode post(String path, String body) {
        return json(ok(send("POST", path, body)));
    }

    public JsonNode put(String path, String body) {
        return json(ok(send("PUT", path, body)));
    }

    /** Text of what must go well. */
    public String get(String path) {
        return ok(send("GET", path, "")).body();
    }

    /** @throws AssertionError when it is not */
    public void refused(String method, String path, String body) {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() < FIRST_FAULT) {
            throw new AssertionError(method + " " + path + " was not refused: " + answer.body());
        }
    }

    /** The first events of a stream, as they come. */
    public String stream(String path, int events) {
        StringBuilder heard = new StringBuilder();
        try (Stream<String> lines = HTTP.send(request(path, UnaryOperator.identity()), BodyHandlers.ofLines())
                .body()) {
            int whole = 0;
            for (Iterator<String> all = lines.iterator(); whole < events && all.hasNext(); ) {
                String line = all.next();
                heard.append(line).append('\n');
                whole += line.startsWith("data:") ? 1 : 0;
            }
            return heard.toString();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As a browser, which is sent elsewhere. */
    public HttpResponse<String> browse(String path, String cookie) {
        return sent(request(path, request -> cookie.isEmpty() ? request : request.header("Cookie", cookie)));
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = request(
                path,
                asked -> asked.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .header(
                                "Content-Type",
                                body.startsWith("apiVersion") ? "application/yaml" : "application/json"));
        return sent(request);
    }

    private HttpRequest request(String path, UnaryOperator<HttpRequest.Builder> more) {
        return more.apply(HttpRequest.newBuilder(server.resolve(path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + token))
                .build();
    }

    private HttpResponse<String> sent(HttpRequest request) {
        try {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= FIRST_FAULT) {
                problems.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new AssertionError(request.uri().toString(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer) {
        if (answer.statusCode() >= FIRST_FAULT) {
            throw new AssertionError(answer.request().uri() + ": " + answer.body());
        }
        return answer;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
