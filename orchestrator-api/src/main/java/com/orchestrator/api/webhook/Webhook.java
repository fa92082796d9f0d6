package com.orchestrator.api.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is: what was said of it ({@link WebhookSpec}), but never its secret, and how it stands.
 *
 * @param paused why it sends nothing; null while it sends
 * @param failingSince since when attempts fail; null when the last one was taken
 * @param lastError what the last one came to that was not taken, while it fails or is paused for it
 * @param position in the feed: all before it is delivered or a dead letter; what {@code from} takes
 * @param deadLetters how many there are, counted up to 1000
 * @param formerSecretUntil until when events are signed with the secret before this one as well
 * @param version its ETag
 * @param changedBy null when nobody did: it has paused itself
 * @param reason of the last change
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Webhook(
        String name,
        String url,
        @Nullable String namespace,
        @Nullable String workflow,
        List<String> types,
        WebhookSpec.Retry retry,
        Duration timeout,
        Duration pauseAfter,
        @Nullable WebhookPause paused,
        @Nullable Instant failingSince,
        @Nullable String lastError,
        String position,
        long deadLetters,
        @Nullable Instant formerSecretUntil,
        long version,
        Instant changedAt,
        @Nullable String changedBy,
        String reason) {

    public Webhook {
        types = List.copyOf(types);
    }
}
