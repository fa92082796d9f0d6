package com.orchestrator.server.webhook;

import static com.orchestrator.server.webhook.WebhookWorld.await;
import static com.orchestrator.server.webhook.WebhookWorld.firstTaken;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.webhook.WebhookSignature;
import com.orchestrator.server.webhook.Receiver.Call;
import com.orchestrator.server.webhook.Receiver.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receivers that misbehave in all ways: what they have taken is held against the histories. */
class WebhookDeliveryTest {

    private static final String QUICK = ",\"retry\":{\"delay\":\"20ms\",\"maxDelay\":\"100ms\",\"attempts\":3}";

    private final WebhookWorld world = new WebhookWorld();
    private final Receiver receiver = world.receiver;

    @AfterEach
    void close() {
        world.close();
    }

    private void awaitAll() {
        Map<String, List<Long>> histories = world.histories();
        await("all of the histories", () -> firstTaken(receiver).equals(histories));
    }

    @Test
    void everyEvent_isTold_eachRunInItsOrder_signed() {
        world.put("orders", "");
        world.start(30);

        awaitAll();

        assertThat(receiver.calls()).allMatch(Call::isSigned);
        assertThat(receiver.calls())
                .extracting(Call::contentType)
                .allMatch(type -> type.startsWith("application/cloudevents+json"));
        assertThat(receiver.calls())
                .extracting(Call::id)
                .doesNotHaveDuplicates()
                .noneMatch(id -> id.contains("."));
    }

    @Test
    void whatIsSensitive_isToldToNobody() {
        world.server.post("/api/v1/workflows", """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"shop","name":"card",
            "input":{"schema":{"properties":{"card":{"sensitive":true}}}},
            "output":{"paid":"by ${ input.card } for ${ input.order }"},"tasks":[{"id":"a","set":{"number":"${ input.card }"}}]}\
            """);
        world.put("cards", ",\"namespace\":\"shop\",\"workflow\":\"card\"");
        world.server.post(
                "/api/v1/workflows/shop/card/instances", "{\"input\":{\"card\":\"4711-0815\",\"order\":\"o-1\"}}");

        await(
                "the end",
                () -> receiver.taken().stream()
                        .anyMatch(call -> call.event().path("type").asText().contains("completed")));

        assertThat(receiver.calls())
                .extracting(call -> call.event().toString())
                .noneMatch(told -> told.contains("4711"));
        assertThat(receiver.calls())
                .extracting(call -> call.event().at("/data/data/payload/paid").asText())
                .contains("by *** for o-1");
    }

    @Test
    void onlyWhatIsWanted_isTold() {
        world.put("orders", ",\"namespace\":\"shop\",\"workflow\":\"order\",\"types\":[\"WORKFLOW_COMPLETED\"]");
        world.put("others", ",\"namespace\":\"elsewhere\"");
        world.start(5);

        await("the ends", () -> receiver.taken().size() == 5);

        assertThat(receiver.calls())
                .extracting(call -> call.event().path("type").asText())
                .containsOnly("orchestrator.workflow.completed.v1");
    }

    @Test
    void whoFailsHalf_isToldAll_eachRunInItsOrder() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        receiver.behave(call -> Reply.of(call.id().hashCode() % 2 == 0 && seen.add(call.id()) ? 500 : 200));
        world.put("orders", QUICK);
        world.start(40);

        awaitAll();

        assertThat(receiver.calls().size()).isGreaterThan(receiver.taken().size());
        await("that it works", () -> world.webhook("orders").get("failingSince").isNull());
        assertThat(world.webhook("orders").get("deadLetters").asInt()).isZero();
    }

    @Test
    void whatIsNeverTaken_isADeadLetter_whileOthersGoOn_andMayBeSentAgain() {
        world.put("orders", QUICK);
        world.start(1);
        awaitAll();
        AtomicReference<String> poison = new AtomicReference<>();
        receiver.behave(call -> {
            boolean isFirst = call.sequence() == 2 && poison.compareAndSet(null, call.id());
            return Reply.of(isFirst || call.id().equals(poison.get()) ? 422 : 200);
        });
        world.start(20);
        Map<String, List<Long>> histories = world.histories();

        await("a dead letter", () -> world.webhook("orders").get("deadLetters").asInt() == 1);
        await(
                "the others",
                () -> receiver.taken().stream().map(Call::id).distinct().count()
                        == histories.values().stream().mapToInt(List::size).sum() - 1);

        JsonNode dead =
                world.get("orders/deliveries?state=DEAD").json().get("items").get(0);
        assertThat(dead.get("sequenceNumber").asInt()).isEqualTo(2);
        assertThat(dead.get("attempts").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(dead.get("status").asInt()).isEqualTo(422);
        String path = "orders/deliveries/" + dead.get("id").asText() + "/redeliver";
        assertThat(world.post(path, "{}").json().get("status").asInt()).isEqualTo(422);
        receiver.behave(call -> Reply.of(202));
        assertThat(world.post(path, "{}").json().get("delivered").asBoolean()).isTrue();
        assertThat(world.webhook("orders").get("deadLetters").asInt()).isZero();
        assertThat(receiver.taken().get(receiver.taken().size() - 1).id())
                .isEqualTo(dead.get("id").asText());
    }

    @Test
    void whoSaysThatItIsGone_isAskedNoMore_untilSomebodyResumes_andThenMissesNothing() {
        world.put("orders", QUICK);
        receiver.behave(call -> Reply.of(410));
        world.start(3);

        await("the pause", () -> world.webhook("orders").get("paused").asText().equals("GONE"));
        JsonNode paused = world.webhook("orders");
        assertThat(paused.get("changedBy").isNull()).isTrue();
        assertThat(paused.get("reason").asText()).contains("gone").contains("410");
        world.start(3);
        receiver.behave(call -> Reply.of(200));
        world.post("orders/resume", "{\"reason\":\"they are back\"}");

        awaitAll();
        assertThat(world.get("orders/changes").json().get("items"))
                .extracting(change -> change.get("action").asText())
                .containsExactly("RESUMED", "PAUSED", "SET");
    }

    @Test
    void whoFailsForLong_isPaused_andThenMissesNothing() {
        world.put("orders", QUICK + ",\"pauseAfter\":\"1s\"");
        receiver.behave(call -> Reply.of(503));
        world.start(3);

        await("the pause", () -> world.webhook("orders").get("paused").asText().equals("FAILING"));
        assertThat(world.webhook("orders").get("lastError").asText()).contains("503");
        assertThat(world.webhook("orders").get("deadLetters").asInt()).isZero();
        receiver.behave(call -> Reply.of(200));
        world.post("orders/resume", "{\"reason\":\"they are back\"}");

        awaitAll();
    }

    @Test
    void whoHangs_holdsUpNobodyElse() {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver hanging = new Receiver(WebhookWorld.SECRET)) {
            hanging.behave(call -> {
                waitFor(end);
                return Reply.of(200);
            });
            for (int i = 0; i < 10; i++) {
                world.putTo("hanging-" + i, hanging.url(), "");
            }
            world.put("orders", "");
            world.start(20);

            awaitAll();

            assertThat(hanging.taken()).isEmpty();
            assertThat(hanging.calls().size()).isLessThanOrEqualTo(10 * 8);
            end.countDown();
        }
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The ends of ten runs, of which some asked to be left alone for an hour, which is believed. */
    @Test
    void whoAsksForTime_getsIt() {
        receiver.behave(call -> Reply.of(429).with("Retry-After", "3600"));
        world.put("orders", QUICK);
        world.start(1);

        await(
                "the retry",
                () -> world.get("orders/deliveries?state=RETRYING")
                                .json()
                                .get("items")
                                .size()
                        == 1);
        JsonNode retrying = world.get("orders/deliveries?state=RETRYING")
                .json()
                .get("items")
                .get(0);

        assertThat(Duration.between(
                        Instant.parse(retrying.get("lastAt").asText()),
                        Instant.parse(retrying.get("nextAt").asText())))
                .isEqualTo(Duration.ofHours(1));
        assertThat(receiver.calls()).hasSize(1);
    }

    @Test
    void whoIsPaused_isToldLater_andMayGoOnElsewhere() {
        world.put("orders", ",\"paused\":true");
        world.start(3);
        assertThat(world.webhook("orders").get("paused").asText()).isEqualTo("PERSON");
        assertThat(world.post("orders/test", "{}").json().get("delivered").asBoolean())
                .isTrue();
        assertThat(receiver.calls()).hasSize(1);
        receiver.calls().clear();
        receiver.taken().clear();

        world.post("orders/resume", "{\"reason\":\"go\"}");
        awaitAll();
        int told = receiver.calls().size();
        world.post("orders/resume", "{\"reason\":\"once more\",\"from\":\"0\"}");
        await("all of it again", () -> receiver.calls().size() == 2 * told);
        assertThat(receiver.calls().stream().map(Call::id).distinct()).hasSize(told);
    }

    @Test
    void aNewSecret_signsBesideTheOldOne() {
        world.put("orders", "");
        world.rotate("orders", WebhookSignature.newSecret());
        world.start(2);

        awaitAll();

        assertThat(receiver.calls()).allMatch(Call::isSigned);
    }
}
