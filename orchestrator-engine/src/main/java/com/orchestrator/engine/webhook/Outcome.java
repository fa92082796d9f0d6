package com.orchestrator.engine.webhook;

import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.engine.service.FeedEntry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt at an event came to.
 *
 * @param attempts with this one
 * @param firstAgo how long ago it was tried first
 * @param nextIn when it is tried again; null when it is not
 */
public record Outcome(
        FeedEntry entry,
        WebhookDelivery.State state,
        int attempts,
        Duration firstAgo,
        @Nullable Duration nextIn,
        @Nullable Integer status,
        @Nullable String error) {}
