package com.orchestrator.worker;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.orchestrator.api.webhook.Webhook;
import com.orchestrator.api.webhook.WebhookAttempt;
import com.orchestrator.api.webhook.WebhookChange;
import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.api.webhook.WebhookSpec;
import com.orchestrator.worker.Pages.Next;
import com.orchestrator.worker.Pages.PageOf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets webhooks and looks after them. Each change has a reason, which is kept with who has made it. Holds no state of its own: every call
 * asks the server. Receivers check what they get with {@link com.orchestrator.api.webhook.WebhookSignature#verify}.
 */
public final class WebhooksClient {

    private final OrchestratorClient client;

    WebhooksClient(OrchestratorClient client) {
        this.client = client;
    }

    /**
     * Makes a webhook what is said; a new one tells what happens from now on.
     *
     * @param secret as {@link com.orchestrator.api.webhook.WebhookSignature#newSecret} makes one; null keeps the one there is
     */
    public Webhook put(String name, WebhookSpec spec, @Nullable String secret, String reason) {
        return putFrom(name, spec, secret, null, reason);
    }

    /** @param from where a new one begins: {@code now}, {@code 0} for as far back as there is anything, or a position of the feed */
    public Webhook putFrom(
            String name, WebhookSpec spec, @Nullable String secret, @Nullable String from, String reason) {
        return client.put(path(name), new Change(spec, secret, from, reason), Webhook.class);
    }

    public Webhook get(String name) {
        return client.get(path(name), Webhook.class);
    }

    public List<Webhook> list() {
        return client.all("/webhooks", Webhooks.class);
    }

    /** With its deliveries and dead letters; the same again changes nothing. */
    public void remove(String name, String reason) {
        client.delete(path(name), reason);
    }

    /** Nothing is sent until {@link #resume}; what happens meanwhile is told then. */
    public Webhook pause(String name, String reason) {
        return client.post(path(name) + "/pause", new Why(reason), Webhook.class);
    }

    public Webhook resume(String name, String reason) {
        return client.post(path(name) + "/resume", new Why(reason), Webhook.class);
    }

    /** @param from where it goes on: {@code now}, or behind a position of the feed */
    public Webhook resumeFrom(String name, String from, String reason) {
        return client.post(path(name) + "/resume", new From(from, reason), Webhook.class);
    }

    /** Sends an event that tells nothing, and says what came of it. */
    public WebhookAttempt test(String name) {
        return client.post(path(name) + "/test", new Nothing(), WebhookAttempt.class);
    }

    /** What became of recent events, and of all that are tried again or dead letters; the newest events first. */
    public List<WebhookDelivery> deliveries(String name) {
        return client.all(path(name) + "/deliveries", Deliveries.class);
    }

    public List<WebhookDelivery> deadLetters(String name) {
        return deliveries(name).stream()
                .filter(delivery -> delivery.state() == WebhookDelivery.State.DEAD)
                .toList();
    }

    /** @param deliveryId {@link WebhookDelivery#id} of a dead letter, or of an event that was taken */
    public WebhookAttempt redeliver(String name, String deliveryId) {
        return client.post(
                path(name) + "/deliveries/" + OrchestratorClient.segment(deliveryId) + "/redeliver",
                new Nothing(),
                WebhookAttempt.class);
    }

    /** Who has changed it, when and why; the newest first. */
    public List<WebhookChange> changes(String name) {
        return client.all(path(name) + "/changes", Changes.class);
    }

    private static String path(String name) {
        return "/webhooks/" + OrchestratorClient.segment(name);
    }

    /** What is set, and beside it why. */
    private record Change(
            @JsonUnwrapped WebhookSpec spec,
            @Nullable String secret,
            @Nullable String from,
            String reason) {}

    private record Why(String reason) {}

    private record From(String from, String reason) {}

    private record Nothing() {}

    private record Webhooks(List<Webhook> items, Next page) implements PageOf<Webhook> {}

    private record Deliveries(List<WebhookDelivery> items, Next page) implements PageOf<WebhookDelivery> {}

    private record Changes(List<WebhookChange> items, Next page) implements PageOf<WebhookChange> {}
}
