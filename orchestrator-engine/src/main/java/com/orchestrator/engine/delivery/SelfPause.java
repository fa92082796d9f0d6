package com.orchestrator.engine.delivery;

import com.orchestrator.api.webhook.WebhookChange;
import com.orchestrator.api.webhook.WebhookPause;
import com.orchestrator.engine.store.WebhookStore;
import com.orchestrator.engine.webhook.StoredWebhook;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A webhook that pauses itself; nobody is its author, and the reason says what a person has to know. */
final class SelfPause {

    private SelfPause() {}

    /** Unless somebody has changed it meanwhile, or another server has it. */
    static Optional<StoredWebhook> of(
            WebhookStore store, StoredWebhook webhook, WebhookPause pause, @Nullable String lastError) {
        return store.change(
                webhook.name(),
                WebhookChange.Action.PAUSED,
                null,
                reason(webhook, pause) + (lastError == null ? "" : ": " + lastError),
                (before, now) ->
                        before.map(found -> found.fence() == webhook.fence() ? found.withPause(pause) : found));
    }

    private static String reason(StoredWebhook webhook, WebhookPause pause) {
        return switch (pause) {
            case GONE -> "The receiver says that it is gone; nothing more is sent until somebody resumes it";
            case FAILING ->
                "Nothing was taken for " + webhook.spec().pauseAfterOrDefault()
                        + "; what comes next is kept until somebody resumes it, for as long as the feed is kept";
            case FORGOTTEN -> "What comes next is forgotten; resume it and say from where it goes on";
            case PERSON -> "Paused";
        };
    }
}
