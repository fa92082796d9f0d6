package com.orchestrator.examples.jobrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks for work with each heartbeat. Arguments: the server's address and the worker's name. */
public final class HttpWorker {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CAPACITY = 10;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String name;

    HttpWorker(URI server, String name) {
        this.server = server;
        this.name = name;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        HttpWorker worker = new HttpWorker(URI.create(arguments[0]), arguments[1]);
        CountDownLatch never = new CountDownLatch(1);
        do {
            worker.turn();
        } while (!never.await(1, TimeUnit.SECONDS));
    }

    /**
     * One heartbeat, and what came with its answer.
     *
     * @return how many jobs were done
     */
    int turn() throws IOException, InterruptedException {
        JsonNode jobs = heartbeat().path("jobs");
        for (JsonNode job : jobs) {
            report(Calculate.report(
                    name, job.path("id").asText(), job.path("attempt").asInt(), job.path("payload")));
        }
        return jobs.size();
    }

    private JsonNode heartbeat() throws IOException, InterruptedException {
        ObjectNode beat = JSON.createObjectNode()
                .put("worker_id", name)
                .put("worker_type", "calculate")
                .put("capacity", CAPACITY)
                .put("current_load", 0);
        HttpResponse<byte[]> answer = post("/api/workers/heartbeat", beat);
        if (answer.statusCode() != 200) {
            throw new IOException("The heartbeat was answered " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    /** 409 means that somebody else has the job by now: what was done here does not count, and nothing is to be done about it. */
    private void report(ObjectNode report) throws IOException, InterruptedException {
        int status = post("/api/jobs/status", report).statusCode();
        if (status != 200 && status != 409) {
            throw new IOException("The report was answered " + status);
        }
    }

    private HttpResponse<byte[]> post(String path, JsonNode body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
