package com.orchestrator.api.fleet;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that servers have made: who somebody is to them, and what that one may do. Its secret is never shown again.
 *
 * @param name what histories, logs and the audit call its bearer
 * @param grants as settings have them: {@code operator+worker@shop}
 * @param createdBy who has made it
 * @param expiresAt when its secret ends
 * @param rotatedAt when it got another secret; null when it has its first
 * @param formerUntil until when the secret before that is taken as well; null when it is not
 * @param lastUsedAt when somebody was last let in by it, to a minute or two; null when nobody was
 */
public record AccessToken(
        String name,
        List<String> grants,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        @Nullable Instant rotatedAt,
        @Nullable Instant formerUntil,
        @Nullable Instant lastUsedAt) {

    public AccessToken {
        grants = List.copyOf(grants);
    }
}
