package com.orchestrator.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.server.openapi.WireJudge;
import com.orchestrator.server.testing.FirstWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** A server that is asked, and the judge of what every single answer must be. */
final class Target {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What shows how the server is made. */
    private static final Pattern INSIDE = Pattern.compile(
            "<html|<!doctype|\\bat (com|org|java|jakarta)\\.|\\b(com\\.orchestrator|com\\.fasterxml|org\\.glassfish|java\\.lang|java\\.util)\\.|Exception\\b",
            Pattern.CASE_INSENSITIVE);

    /** One request. */
    record Call(String method, String path, Map<String, String> headers, byte[] body) {

        static Call get(String path) {
            return new Call("GET", path, Map.of(), new byte[0]);
        }

        static Call post(String path, String json) {
            return new Call(
                    "POST", path, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            String text = new String(body, StandardCharsets.UTF_8);
            return method + " " + path + " " + headers + " " + text.substring(0, Math.min(2_000, text.length()));
        }
    }

    /** What was said to it. */
    record Said(int status, String type, String text) {

        boolean isRefusal() {
            return status >= 400;
        }

        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(text, e);
            }
        }
    }

    private final URI server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Target(URI server) {
        this.server = server;
    }

    Said say(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + call.path()))
                .timeout(PATIENCE)
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), FirstWords.handler());
            Said said = new Said(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    new String(answer.body(), StandardCharsets.UTF_8));
            judge(call, said);
            WireJudge.ofThisServer().judgeAnswer(answer);
            return said;
        } catch (IOException e) {
            throw new AssertionError("No answer to " + call, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void judge(Call call, Said said) {
        boolean isHead = call.method().equals("HEAD");
        boolean isProblem = said.type().startsWith("application/problem+json");
        if (said.status() >= 500
                || INSIDE.matcher(said.text()).find()
                || (said.isRefusal() && !isHead && (!isProblem || !said.json().has("code")))) {
            throw new AssertionError(call + "\n  was answered " + said);
        }
    }
}
