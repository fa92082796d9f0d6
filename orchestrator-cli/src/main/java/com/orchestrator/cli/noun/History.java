package com.orchestrator.cli.noun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.output.Format;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The history of one run, told while it happens. The server may hang up; then it is asked for what comes behind. */
final class History {

    static final View VIEW = View.by("/sequenceNumber")
            .column("EVENT", "/sequenceNumber")
            .column("AT", "/at")
            .column("TYPE", "/type")
            .column(
                    "TASK",
                    event -> Json.at(event, "/taskId")
                            + (event.has("iteration") ? "#" + Json.at(event, "/iteration") : ""))
            .column("ATTEMPT", "/attempt")
            .column("BY", "/actor")
            .wide("DATA", "/data");

    private static final Set<String> ENDS = Set.of("WORKFLOW_COMPLETED", "WORKFLOW_ENDED");
    private static final String DATA = "data:";
    private static final int TYPE_WIDTH = 22;
    private static final int NUMBER_WIDTH = 5;

    private final Invocation invocation;
    private final String run;
    private final Ending ending;
    private long position;
    private JsonNode last = Json.object();

    /** @param after the event behind which it begins */
    History(Invocation invocation, String run, long after, Ending ending) {
        this.invocation = invocation;
        this.run = run;
        this.position = after;
        this.ending = ending;
    }

    /** @return the run as it is at its end, or when the time is up */
    JsonNode follow() {
        look();
        while (!isTold() && ending.left().toMillis() > 0) {
            listen();
        }
        return last;
    }

    private void look() {
        last = invocation.api().json(invocation.api().get("instances", run));
    }

    private boolean isTold() {
        return Ending.isOver(Json.at(last, "/state"))
                && position >= last.path("sequenceNumber").asLong();
    }

    private void listen() {
        Api api = invocation.api();
        try (InputStream stream = api.stream(api.get("instances", run, "events", "stream")
                .query("after", position)
                .accept("text/event-stream"))) {
            CompletableFuture.delayedExecutor(ending.left().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> close(stream));
            var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null && !isTold(); line = lines.readLine()) {
                if (line.startsWith(DATA)) {
                    heard(Json.parse(line.substring(DATA.length())).path("data"));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event is JSON", e);
        } catch (IOException e) {
            // It has hung up, or the time is up; whoever goes on asks again.
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // It was closed to end it.
        }
    }

    private void heard(JsonNode event) {
        position = event.path("sequenceNumber").asLong();
        tell(event);
        if (ENDS.contains(Json.at(event, "/type")) || isRest(event)) {
            look();
        }
    }

    private static boolean isRest(JsonNode event) {
        return Json.at(event, "/type").contains("FAILED");
    }

    private void tell(JsonNode event) {
        Format format = invocation.printer().format();
        invocation.printer().lineNow(format.isForPeople() ? line(event) : Json.text(event));
    }

    /** A line each, since no table knows what will come. */
    private static String line(JsonNode event) {
        String task = VIEW.columns().get(3).cell().apply(event);
        return padded(Json.at(event, "/sequenceNumber"), NUMBER_WIDTH)
                + VIEW.columns().get(1).cell().apply(event)
                + "  "
                + (task.isEmpty() ? Json.at(event, "/type") : padded(Json.at(event, "/type"), TYPE_WIDTH) + task);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    static Duration longest() {
        return Waits.of("30d");
    }
}
