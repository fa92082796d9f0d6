package com.orchestrator.system;

import static com.orchestrator.system.http.Api.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.http.Api;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A database that is restored to a moment between a backup and its end, under load: whoever speaks of a lease of before is refused, also when
 * the number would be given again, and everything that is there goes on and ends. The server is up all the time, sees that it knows too much,
 * and ends; with {@code -Drestore.killed=true} it is killed before, and its successor sees by itself what has happened.
 */
class RestoreIT {

    private static final Path WORK = Built.folder("restore");
    private static final boolean IS_KILLED = Boolean.getBoolean("restore.killed");
    private static final int LOAD = Integer.getInteger("restore.load", 40);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Fences go on at the microseconds since 1970. */
    private static final long ANY_FLOOR = 1_000_000_000_000_000L;

    private final Map<String, String> runs = new TreeMap<>();

    @Test
    void restoredToAMoment_hearsNobodyOfBefore_andGoesOn() throws Exception {
        try (ArchivedPostgres database = ArchivedPostgres.start(WORK);
                ServerNode server = ServerNode.start(Built.server(), database.database(), WORK.resolve("logs"))) {
            Api api = new Api(List.of(server.url()));
            TaskHand hand = new TaskHand(api, "w");
            for (String name : List.of("kept", "left", "ready", "undone", "gone", "load")) {
                api.post("/workflows", definition(name)).mustBeOk();
            }
            try (RestoreLoad load = new RestoreLoad(api, "load")) {
                load.start(LOAD / 2);
                JsonNode kept = begin(api, hand, "kept");
                JsonNode left = begin(api, hand, "left");
                String leftToken = hand.leave(left);
                hand.complete(begin(api, hand, "ready"), "before").mustBeOk();
                hand.complete(begin(api, hand, "undone"), "before").mustBeOk();
                hand.sayNo(hand.take("undone-pay")).mustBeOk();
                database.backUp();
                load.start(LOAD / 2);
                load.awaitEnds(LOAD / 4);
                database.mark("moment");

                JsonNode again = hand.take("ready-pay");
                String againToken = hand.leave(again);
                JsonNode undo = hand.take("undone-undo");
                hand.complete(undo, "before").mustBeOk();
                JsonNode gone = begin(api, hand, "gone");
                load.awaitEnds(LOAD / 2);

                restore(database, server);

                TaskHand same = new TaskHand(api, "w");
                JsonNode now = same.take("ready-pay");
                assertThat(now.get("executionId")).isEqualTo(again.get("executionId"));
                assertThat(now.get("fenceToken").asLong()).isGreaterThan(ANY_FLOOR);
                for (JsonNode before : List.of(kept, left, again, undo)) {
                    assertRefused(same.complete(before, "before"));
                }
                assertRefused(same.completeByToken(leftToken, "before"));
                assertRefused(same.completeByToken(againToken, "before"));
                assertThat(same.complete(gone, "before").status()).isEqualTo(404);

                same.complete(now, "now").mustBeOk();
                for (String name : List.of("kept", "left")) {
                    JsonNode next = same.take(name);
                    assertThat(next.get("attempt").asInt()).isEqualTo(2);
                    assertThat(next.get("fenceToken").asLong()).isGreaterThan(ANY_FLOOR);
                    same.complete(next, "now").mustBeOk();
                    same.complete(same.take(name + "-pay"), "now").mustBeOk();
                }
                same.complete(same.take("undone-undo"), "now").mustBeOk();

                assertEnds(api, "kept", "COMPLETED", "now");
                assertEnds(api, "left", "COMPLETED", "now");
                assertEnds(api, "ready", "COMPLETED", "before");
                assertEnds(api, "undone", "COMPENSATED", null);
                assertThat(api.get("/instances/" + runs.get("gone")).status()).isEqualTo(404);
                load.awaitRest();
                assertThat(load.faults()).isEmpty();
                assertIsTold(api);
            }
        }
    }

    /** The lease is an hour: nobody waits for its end. */
    private static ObjectNode definition(String name) {
        ObjectNode definition = JSON.createObjectNode()
                .put("apiVersion", "orchestrator/v1")
                .put("kind", "Workflow")
                .put("namespace", "test")
                .put("name", name);
        ObjectNode book =
                definition.withArray("tasks").addObject().put("id", "book").put("task", name);
        book.putObject("timeouts").put("lease", "PT1H");
        book.putObject("compensate")
                .put("task", name + "-undo")
                .putObject("timeouts")
                .put("lease", "PT1H");
        ObjectNode pay =
                definition.withArray("tasks").addObject().put("id", "pay").put("task", name + "-pay");
        pay.putObject("timeouts").put("lease", "PT1H");
        definition.putObject("output").put("book", "${ tasks.book.output.by }").put("pay", "${ tasks.pay.output.by }");
        return definition;
    }

    private JsonNode begin(Api api, TaskHand hand, String name) {
        JsonNode run = api.post(
                        "/workflows/test/" + name + "/instances",
                        JSON.createObjectNode().put("runId", name))
                .mustBeOk();
        runs.put(name, run.get("instanceId").asText());
        return hand.take(name);
    }

    private static void restore(ArchivedPostgres database, ServerNode server) throws Exception {
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        if (IS_KILLED) {
            server.kill();
        }
        database.restoreTo("moment");
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        server.restart();
    }

    private static void assertRefused(Api.Answer answer) {
        assertThat(answer.body().path("code").asText()).as("%s", answer).isEqualTo("FENCE_STALE");
        assertThat(answer.body().path("detail").asText()).contains("is of before the database was restored");
    }

    private void assertEnds(Api api, String name, String state, String book) {
        JsonNode run =
                api.get("/instances/" + runs.get(name) + "/result?wait=20s").mustBeOk();
        assertThat(run.get("state").asText()).as("%s", run).isEqualTo(state);
        if (book != null) {
            assertThat(run.at("/output/book").asText()).isEqualTo(book);
            assertThat(run.at("/output/pay").asText()).isEqualTo("now");
        }
    }

    private static void assertIsTold(Api api) {
        JsonNode entries = api.get("/audit?limit=100").mustBeOk().get("items");
        assertThat(entries).anySatisfy(entry -> {
            assertThat(entry.at("/entry/operation").asText()).isEqualTo("databaseRestored");
            assertThat(entry.at("/entry/reason").asText()).contains("NEW_TIMELINE");
        });
    }
}
