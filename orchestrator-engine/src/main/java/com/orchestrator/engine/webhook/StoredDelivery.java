package com.orchestrator.engine.webhook;

import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event for a webhook, as it is kept.
 *
 * @param type of the event, as histories show it
 * @param nextAt when it is tried again; null when it is not
 */
public record StoredDelivery(
        FeedPosition position,
        String namespace,
        String workflow,
        String runId,
        String type,
        WebhookDelivery.State state,
        int attempts,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant nextAt,
        @Nullable Integer status,
        @Nullable String error) {

    /** What is kept of an event that was sent now. */
    public static StoredDelivery of(Outcome outcome, Instant now) {
        FeedEntry entry = outcome.entry();
        return new StoredDelivery(
                entry.position(),
                entry.namespace(),
                entry.workflow(),
                entry.runId(),
                entry.event().type(),
                outcome.state(),
                outcome.attempts(),
                now.minus(outcome.firstAgo()),
                now,
                outcome.nextIn() == null ? null : now.plus(outcome.nextIn()),
                outcome.status(),
                outcome.error());
    }

    /** The same, given up. */
    public StoredDelivery dead() {
        return new StoredDelivery(
                position,
                namespace,
                workflow,
                runId,
                type,
                WebhookDelivery.State.DEAD,
                attempts,
                firstAt,
                lastAt,
                null,
                status,
                error);
    }

    /** The same, with what was known before of when it was tried first. */
    public StoredDelivery triedFirst(Instant at) {
        return new StoredDelivery(
                position, namespace, workflow, runId, type, state, attempts, at, lastAt, nextAt, status, error);
    }

    /** The same, sent again by a person; what was taken once stays so. */
    public StoredDelivery sentAgain(Outcome outcome, Instant now) {
        return new StoredDelivery(
                position,
                namespace,
                workflow,
                runId,
                type,
                outcome.state() == WebhookDelivery.State.DELIVERED ? outcome.state() : state,
                attempts + 1,
                firstAt,
                now,
                null,
                outcome.status(),
                outcome.error());
    }

    public WebhookDelivery view() {
        return new WebhookDelivery(
                DeliveryId.of(position),
                position.toString(),
                position.instanceId(),
                position.sequenceNumber(),
                namespace,
                workflow,
                runId,
                type,
                state,
                attempts,
                firstAt,
                lastAt,
                nextAt,
                status,
                error);
    }
}
