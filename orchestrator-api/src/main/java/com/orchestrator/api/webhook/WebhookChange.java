package com.orchestrator.api.webhook;

import com.orchestrator.api.model.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of a webhook, and because of whom.
 *
 * @param version counted from 1 for each name; its ETag
 * @param actor null when nobody did: it has paused itself
 * @param settings what is so since then, without the secret; null when it was taken away
 */
public record WebhookChange(
        String webhook,
        long version,
        Instant at,
        Action action,
        @Nullable String actor,
        String reason,
        @Nullable Payload settings) {

    /** What was done. */
    public enum Action {
        SET,
        REMOVED,
        PAUSED,
        RESUMED
    }
}
