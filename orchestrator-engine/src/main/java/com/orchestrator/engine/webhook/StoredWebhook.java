package com.orchestrator.engine.webhook;

import com.orchestrator.api.webhook.WebhookPause;
import com.orchestrator.api.webhook.WebhookSpec;
import com.orchestrator.engine.service.FeedPosition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook with all that is kept of it.
 *
 * @param pause why it sends nothing; null while it sends
 * @param fence moves with each server that takes it and with each change by people
 * @param last the change that made it what it is
 */
public record StoredWebhook(
        String name,
        WebhookSpec spec,
        Secrets secrets,
        @Nullable WebhookPause pause,
        Progress progress,
        long fence,
        LastChange last) {

    /**
     * What it signs with.
     *
     * @param former signs as well, until then
     */
    public record Secrets(
            String current,
            @Nullable String former,
            @Nullable Instant formerUntil) {

        public static Secrets of(String secret) {
            return new Secrets(secret, null, null);
        }

        /** The same, with another secret from now on; this one signs as well until then. */
        public Secrets rotated(String secret, Instant until) {
            return secret.equals(current) ? this : new Secrets(secret, current, until);
        }

        /** Those that sign at a moment, the newest first. */
        public List<String> at(Instant now) {
            return former == null || formerUntil == null || !now.isBefore(formerUntil)
                    ? List.of(current)
                    : List.of(current, former);
        }

        /** Says nothing of what it holds. */
        @Override
        public String toString() {
            return "Secrets[until=" + formerUntil + "]";
        }
    }

    /**
     * How far it is.
     *
     * @param position all before it is delivered or a dead letter
     * @param failingSince when attempts began to fail; null when the last one was taken
     * @param lastError why the last one failed
     */
    public record Progress(
            FeedPosition position,
            @Nullable Instant failingSince,
            @Nullable String lastError) {}

    /** Who has changed it last, and why; version 0 before it was written. */
    public record LastChange(
            long version, Instant at, @Nullable String actor, String reason) {}

    public StoredWebhook withSpec(WebhookSpec other) {
        return new StoredWebhook(name, other, secrets, pause, progress, fence, last);
    }

    public StoredWebhook withSecrets(Secrets other) {
        return new StoredWebhook(name, spec, other, pause, progress, fence, last);
    }

    public StoredWebhook withPause(@Nullable WebhookPause other) {
        return new StoredWebhook(name, spec, secrets, other, progress, fence, last);
    }

    public StoredWebhook withProgress(Progress other) {
        return new StoredWebhook(name, spec, secrets, pause, other, fence, last);
    }

    /** As it was written; whoever held it holds it no more. */
    public StoredWebhook changed(LastChange change) {
        return new StoredWebhook(name, spec, secrets, pause, progress, fence + 1, change);
    }

    /** Taken by another server, or sent elsewhere in the feed: what its holder knew of events counts no more. */
    public StoredWebhook taken() {
        return new StoredWebhook(name, spec, secrets, pause, progress, fence + 1, last);
    }

    /** Whether people have said the same of it, and nothing of where it goes on. */
    public boolean isSaidTheSame(StoredWebhook other) {
        return spec.equals(other.spec)
                && secrets.current().equals(other.secrets.current())
                && pause == other.pause
                && fence == other.fence
                && progress.position().equals(other.progress.position());
    }
}
