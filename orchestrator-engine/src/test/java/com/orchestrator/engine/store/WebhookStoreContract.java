package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.webhook.WebhookChange;
import com.orchestrator.api.webhook.WebhookChange.Action;
import com.orchestrator.api.webhook.WebhookDelivery.State;
import com.orchestrator.api.webhook.WebhookPause;
import com.orchestrator.api.webhook.WebhookSpec;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.WebhookStore.Held;
import com.orchestrator.engine.store.WebhookStore.Own;
import com.orchestrator.engine.store.WebhookStore.Written;
import com.orchestrator.engine.webhook.Outcome;
import com.orchestrator.engine.webhook.StoredDelivery;
import com.orchestrator.engine.webhook.StoredWebhook;
import com.orchestrator.engine.webhook.StoredWebhook.LastChange;
import com.orchestrator.engine.webhook.StoredWebhook.Progress;
import com.orchestrator.engine.webhook.StoredWebhook.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Webhooks: what people have said of them, who holds them, and what became of events. */
interface WebhookStoreContract extends StoreUnderTest {

    UUID ONE = new UUID(1, 1);
    UUID OTHER = new UUID(2, 2);
    UUID RUN = new UUID(-3, 3);
    Duration LEASE = Duration.ofSeconds(10);
    WebhookSpec SPEC = new WebhookSpec(
            "https://hooks.example.com/in",
            "shop",
            null,
            List.of("WORKFLOW_COMPLETED"),
            new WebhookSpec.Retry(Duration.ofMillis(200), null, 4),
            Duration.ofSeconds(3),
            null);

    private WebhookStore webhooks() {
        return store().webhooks();
    }

    private StoredWebhook set(String name, UnaryOperator<StoredWebhook> change) {
        return webhooks()
                .change(
                        name,
                        Action.SET,
                        "kim",
                        "because",
                        (before, now) -> Optional.of(change.apply(before.orElseGet(() -> new StoredWebhook(
                                name,
                                SPEC,
                                Secrets.of("s1"),
                                null,
                                new Progress(FeedPosition.START, null, null),
                                0,
                                new LastChange(0, now, null, ""))))))
                .orElseThrow();
    }

    private StoredWebhook set(String name) {
        return set(name, webhook -> webhook);
    }

    private List<Held> hold(UUID server, Map<String, Own> own) {
        return webhooks().hold(server, LEASE, own);
    }

    private static FeedPosition at(long number) {
        return new FeedPosition(number, RUN, number);
    }

    private static Outcome outcome(long number, State state, @Nullable Duration nextIn) {
        HistoryEntry event = new HistoryEntry(
                number,
                "WORKFLOW_COMPLETED",
                Instant.parse("2026-01-02T03:04:05Z"),
                null,
                null,
                null,
                null,
                null,
                null,
                JsonNodeFactory.instance.objectNode());
        String error = state == State.DELIVERED ? null : "503";
        return new Outcome(
                new FeedEntry(at(number), RUN, "shop", "order", "o-1", event),
                state,
                2,
                Duration.ofSeconds(5),
                nextIn,
                error == null ? 200 : 503,
                error);
    }

    private boolean record(StoredWebhook held, long position, Outcome... outcomes) {
        return webhooks()
                .record(
                        held.name(),
                        held.fence(),
                        new Written(at(position), List.of(outcomes), Duration.ofSeconds(7), "503"));
    }

    private List<Long> delivered(String name, @Nullable State state) {
        return webhooks().deliveries(name, state, new ListQuery(50, null)).items().stream()
                .map(row -> row.position().number())
                .toList();
    }

    @Test
    default void aWebhook_comesBackAsItWasSaid_andEachChangeIsKept() {
        StoredWebhook first = set("a");
        Instant until = Instant.parse("2030-01-01T00:00:00Z");
        set("a", webhook -> webhook.withSecrets(webhook.secrets().rotated("s2", until)));
        set("a");

        StoredWebhook found = webhooks().find("a").orElseThrow();
        Page<WebhookChange> newest = webhooks().changes("a", new ListQuery(1, null));

        assertThat(first.last().version()).isEqualTo(1);
        assertThat(found.spec()).isEqualTo(SPEC);
        assertThat(found.secrets()).isEqualTo(new Secrets("s2", "s1", until));
        assertThat(found.last()).isEqualTo(new LastChange(2, found.last().at(), "kim", "because"));
        assertThat(newest.items()).extracting(WebhookChange::version).containsExactly(2L);
        assertThat(String.valueOf(newest.items().get(0).settings()))
                .doesNotContain("s2")
                .contains("hooks.example.com");
        assertThat(webhooks().changes("a", new ListQuery(1, newest.next())).items())
                .extracting(WebhookChange::version)
                .containsExactly(1L);
    }

    @Test
    default void whatIsTakenAway_isGone_andItsChangesAreCountedOn() {
        StoredWebhook held = take("a", ONE);
        record(held, 1, outcome(1, State.DEAD, null));
        webhooks().change("a", Action.REMOVED, "kim", "over", (before, now) -> Optional.empty());

        assertThat(webhooks().find("a")).isEmpty();
        assertThat(record(held, 2)).isFalse();
        assertThat(set("a").last().version()).isEqualTo(3);
        assertThat(delivered("a", null)).isEmpty();
    }

    private StoredWebhook take(String name, UUID server) {
        set(name);
        return hold(server, Map.of()).stream()
                .map(Held::webhook)
                .filter(webhook -> webhook.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void oneServer_holdsAWebhook_untilItsLeaseIsOver() {
        StoredWebhook held = take("a", ONE);
        assertThat(hold(OTHER, Map.of())).isEmpty();

        advance(LEASE.minusSeconds(1));
        assertThat(hold(ONE, Map.of("a", new Own(held.fence(), null)))).hasSize(1);
        advance(LEASE.minusSeconds(1));
        assertThat(hold(OTHER, Map.of())).isEmpty();
        advance(Duration.ofSeconds(2));
        List<Held> taken = hold(OTHER, Map.of());

        assertThat(taken).extracting(one -> one.webhook().fence()).containsExactly(held.fence() + 1);
        assertThat(record(held, 5)).isFalse();
        assertThat(hold(ONE, Map.of("a", new Own(held.fence(), at(9))))).isEmpty();
        assertThat(record(taken.get(0).webhook(), 5)).isTrue();
    }

    @Test
    default void whatIsGivenBack_orChanged_isFreeAtOnce_andWhoHadItWritesNothingMore() {
        StoredWebhook held = take("a", ONE);
        webhooks().release(ONE);
        StoredWebhook next = hold(OTHER, Map.of()).get(0).webhook();
        set("a", webhook -> webhook.withSpec(WebhookSpec.to("https://example.org/")));
        StoredWebhook last = hold(ONE, Map.of()).get(0).webhook();

        assertThat(record(held, 1)).isFalse();
        assertThat(record(next, 1)).isFalse();
        assertThat(record(last, 1)).isTrue();
    }

    @Test
    default void whatIsPaused_nobodyHolds() {
        set("a", webhook -> webhook.withPause(WebhookPause.GONE));

        assertThat(hold(ONE, Map.of())).isEmpty();
        set("a", webhook -> webhook.withPause(null));
        assertThat(hold(ONE, Map.of())).hasSize(1);
    }

    @Test
    default void whoTakesIt_knowsWhatBecameOfEventsBehindItsPosition() {
        StoredWebhook held = take("a", ONE);
        record(
                held,
                3,
                outcome(3, State.DELIVERED, null),
                outcome(4, State.RETRYING, Duration.ofSeconds(30)),
                outcome(5, State.DELIVERED, null));
        webhooks().release(ONE);

        Held taken = hold(OTHER, Map.of()).get(0);
        StoredDelivery retrying = taken.ahead().stream()
                .filter(row -> row.state() == State.RETRYING)
                .findFirst()
                .orElseThrow();

        assertThat(taken.webhook().progress().position()).isEqualTo(at(3));
        assertThat(taken.webhook().progress().lastError()).isEqualTo("503");
        assertThat(taken.ahead()).extracting(row -> row.position().number()).containsExactlyInAnyOrder(4L, 5L);
        assertThat(retrying.attempts()).isEqualTo(2);
        assertThat(Duration.between(retrying.firstAt(), retrying.lastAt())).isEqualTo(Duration.ofSeconds(5));
        assertThat(Duration.between(retrying.lastAt(), retrying.nextAt())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    default void whoHoldsOn_movesItsPosition_whenNothingWasToBeTold() {
        StoredWebhook held = take("a", ONE);

        hold(ONE, Map.of("a", new Own(held.fence(), at(77))));
        assertThat(webhooks().find("a").orElseThrow().progress().position()).isEqualTo(at(77));
        hold(ONE, Map.of("a", new Own(held.fence() - 1, at(99))));
        assertThat(webhooks().find("a").orElseThrow().progress().position()).isEqualTo(at(77));
    }

    @Test
    default void deliveries_comeInPages_theNewestEventsFirst() {
        StoredWebhook held = take("a", ONE);
        record(held, 1, outcome(1, State.DEAD, null), outcome(2, State.RETRYING, Duration.ZERO));
        record(held, 3, outcome(2, State.DEAD, null), outcome(3, State.DELIVERED, null));

        Page<StoredDelivery> page = webhooks().deliveries("a", null, new ListQuery(2, null));

        assertThat(page.items()).extracting(row -> row.position().number()).containsExactly(3L, 2L);
        assertThat(webhooks()
                        .deliveries("a", null, new ListQuery(2, page.next()))
                        .items())
                .extracting(row -> row.position().number())
                .containsExactly(1L);
        assertThat(delivered("a", State.DEAD)).containsExactly(2L, 1L);
        assertThat(delivered("a", State.RETRYING)).isEmpty();
        assertThat(webhooks().deadLetters(List.of("a", "b"), 1).get("a")).isEqualTo(1);
        assertThat(webhooks().delivery("a", at(3)).orElseThrow().runId()).isEqualTo("o-1");
    }

    @Test
    default void aDeadLetter_sentAgain_isDelivered_andStaysSo() {
        StoredWebhook held = take("a", ONE);
        record(held, 1, outcome(1, State.DEAD, null));

        webhooks().sentAgain("a", outcome(1, State.DELIVERED, null));
        webhooks().sentAgain("a", outcome(1, State.DEAD, null));

        StoredDelivery row = webhooks().delivery("a", at(1)).orElseThrow();
        assertThat(row.state()).isEqualTo(State.DELIVERED);
        assertThat(row.attempts()).isEqualTo(4);
        assertThat(row.status()).isEqualTo(503);
    }

    @Test
    default void whoeverSaysWhereItGoesOn_makesWhatIsBehindUnknown_andLeavesNoRetryInFront() {
        StoredWebhook held = take("a", ONE);
        record(
                held,
                3,
                outcome(3, State.DELIVERED, null),
                outcome(4, State.RETRYING, Duration.ofSeconds(30)),
                outcome(6, State.DELIVERED, null));

        set(
                "a",
                webhook -> webhook.withProgress(new Progress(at(5), null, null)).taken());

        assertThat(delivered("a", null)).containsExactly(4L, 3L);
        assertThat(delivered("a", State.DEAD)).containsExactly(4L);
    }

    @Test
    default void theLastThatWereTaken_andDeadLettersOfAMonth_areKept() {
        StoredWebhook held = take("a", ONE);
        Outcome[] many = LongStream.rangeClosed(1, WebhookStore.DELIVERED_KEPT + 5L)
                .mapToObj(number -> outcome(number, number == 2 ? State.DEAD : State.DELIVERED, null))
                .toArray(Outcome[]::new);
        record(held, many.length, many);

        assertThat(webhooks().trim()).isEqualTo(4);
        assertThat(delivered("a", State.DEAD)).containsExactly(2L);
        advance(WebhookStore.DEAD_KEPT.plusDays(1));
        assertThat(webhooks().trim()).isEqualTo(1);
    }

    @Test
    default void thereMayBeOnlySoMany() {
        for (int i = 0; i < WebhookStore.WEBHOOKS_MAX; i++) {
            set("w" + i);
        }

        assertThatThrownBy(() -> set("one-more")).hasMessageContaining("no more");
        Page<StoredWebhook> page = webhooks().list(new ListQuery(2, null));
        assertThat(page.items()).extracting(StoredWebhook::name).containsExactly("w0", "w1");
        assertThat(webhooks().list(new ListQuery(1, page.next())).items())
                .extracting(StoredWebhook::name)
                .containsExactly("w10");
    }
}
