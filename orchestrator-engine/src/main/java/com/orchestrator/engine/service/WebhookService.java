package com.orchestrator.engine.service;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.webhook.Webhook;
import com.orchestrator.api.webhook.WebhookAttempt;
import com.orchestrator.api.webhook.WebhookChange;
import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.api.webhook.WebhookSpec;
import com.orchestrator.engine.service.LimitService.Applied;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks: who is told of events by requests of ours. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s.
 */
public interface WebhookService {

    /**
     * Makes it what is said, be it new or not. It goes on where it is.
     *
     * @param secret what it signs with; as before when null, which a new one cannot be
     * @param paused stays as it is when null; a new one is not paused
     * @param from where a new one begins: {@code now} when null, else a position in the feed
     * @throws com.orchestrator.api.error.OrchestratorException {@code WEBHOOK_INVALID} when it cannot be meant or may not be called
     */
    Applied<Webhook> put(
            String name,
            WebhookSpec spec,
            @Nullable String secret,
            @Nullable Boolean paused,
            @Nullable String from,
            Author author);

    Webhook get(String name);

    /** By name. */
    Page<Webhook> list(ListQuery query);

    /** With its deliveries and dead letters. Taking away what is not there is no fault. */
    void remove(String name, Author author);

    Webhook pause(String name, Author author);

    /** @param from where it goes on, {@code now} or a position; where it is when null */
    Webhook resume(String name, @Nullable String from, Author author);

    /** Who has changed it, the newest first. */
    Page<WebhookChange> listChanges(String name, ListQuery query);

    /** Of the newest events first. @param state only those; all when null */
    Page<WebhookDelivery> listDeliveries(String name, WebhookDelivery.@Nullable State state, ListQuery query);

    /** Sends an event that tells nothing, also while it is paused. Done when the receiver has answered, or will not. */
    CompletableFuture<WebhookAttempt> test(String name);

    /** Sends a dead letter, or what was taken, again, once. Done when the receiver has answered, or will not. */
    CompletableFuture<WebhookAttempt> redeliver(String name, String deliveryId);
}
