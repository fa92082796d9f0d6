package com.orchestrator.engine.store;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.webhook.WebhookChange;
import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.webhook.Outcome;
import com.orchestrator.engine.webhook.StoredDelivery;
import com.orchestrator.engine.webhook.StoredWebhook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Webhooks, who has changed them, and what became of events. Each call is one transaction. */
public interface WebhookStore {

    /** Webhooks there may be. */
    int WEBHOOKS_MAX = 250;

    /** The newest of each that are kept whatever became of them; more than who holds a webhook is ever ahead of its position. */
    int DELIVERED_KEPT = 1_200;

    /** How long dead letters are kept. */
    Duration DEAD_KEPT = Duration.ofDays(30);

    Optional<StoredWebhook> find(String name);

    /** By name. */
    Page<StoredWebhook> list(ListQuery query);

    /** Dead letters of each of the webhooks, counted up to a bound; what is not in it has none. */
    Map<String, Long> deadLetters(List<String> names, int max);

    /**
     * Sets, changes or takes away a webhook. What people have said the same of as before changes nothing.
     *
     * @param change makes of what is there what is to be there, empty for nothing; told the time, one call at a time
     * @param actor null when nobody does
     * @return as it is now
     * @throws com.orchestrator.api.error.OrchestratorException {@code ILLEGAL_STATE} when there are too many; what {@code change} throws
     */
    Optional<StoredWebhook> change(
            String name,
            WebhookChange.Action action,
            @Nullable String actor,
            String reason,
            BiFunction<Optional<StoredWebhook>, Instant, Optional<StoredWebhook>> change);

    /** Who has changed a webhook, the newest first. */
    Page<WebhookChange> changes(String name, ListQuery query);

    /**
     * Takes what is not paused and nobody holds, and goes on holding what the server has.
     *
     * @param lease how long from now
     * @param own what the server has
     * @return all that it holds
     */
    List<Held> hold(UUID server, Duration lease, Map<String, Own> own);

    /** @param position further than it was, without anything having been sent; null when it is not known to be */
    record Own(long fence, @Nullable FeedPosition position) {}

    /**
     * A webhook that is held.
     *
     * @param now of the database
     * @param ahead what is known of events behind its position, when the server has not had it before
     */
    record Held(StoredWebhook webhook, Instant now, List<StoredDelivery> ahead) {

        public Held {
            ahead = List.copyOf(ahead);
        }
    }

    /**
     * Keeps what became of events.
     *
     * @return false when somebody else holds the webhook now, or it was changed: then nothing was kept
     */
    boolean record(String name, long fence, Written written);

    /**
     * @param outcomes the last one of each event
     * @param failingFor how long attempts have failed; null when the last one was taken
     */
    record Written(
            FeedPosition position,
            List<Outcome> outcomes,
            @Nullable Duration failingFor,
            @Nullable String lastError) {

        public Written {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** What the server holds others may take at once. */
    void release(UUID server);

    /** The newest events first. @param state only those; all when null */
    Page<StoredDelivery> deliveries(String name, WebhookDelivery.@Nullable State state, ListQuery query);

    Optional<StoredDelivery> delivery(String name, FeedPosition position);

    /** A person has sent it again. */
    void sentAgain(String name, Outcome outcome);

    /** Forgets deliveries that were taken but for the last, and old dead letters. */
    int trim();

    // ---- the same for all stores

    /** @throws OrchestratorException {@code ILLEGAL_STATE} when one more would be too many */
    static void checkRoom(Optional<StoredWebhook> before, Optional<StoredWebhook> after, int webhooks) {
        if (before.isEmpty() && after.isPresent() && webhooks >= WEBHOOKS_MAX) {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE, "There are " + webhooks + " webhooks, and there may be no more");
        }
    }

    /** Whether a person has said where it goes on; then what is known of events is known no more. */
    static boolean isMoved(Optional<StoredWebhook> before, Optional<StoredWebhook> after) {
        return before.isPresent()
                && after.isPresent()
                && before.get().fence() != after.get().fence();
    }

    /** Whether a change changes nothing that people have said. */
    static boolean isSame(Optional<StoredWebhook> before, Optional<StoredWebhook> after) {
        return before.isPresent() == after.isPresent()
                && (before.isEmpty() || before.get().isSaidTheSame(after.get()));
    }
}
