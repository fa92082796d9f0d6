package com.orchestrator.server.testing;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.webhook.Webhook;
import com.orchestrator.api.webhook.WebhookAttempt;
import com.orchestrator.api.webhook.WebhookChange;
import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.api.webhook.WebhookSpec;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.LimitService.Applied;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.WebhookService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** There are none; what they do is tested on a whole engine. */
final class NoWebhooks implements WebhookService {

    private static OrchestratorException none() {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There are no webhooks here");
    }

    @Override
    public Applied<Webhook> put(
            String name,
            WebhookSpec spec,
            @Nullable String secret,
            @Nullable Boolean paused,
            @Nullable String from,
            Author author) {
        throw none();
    }

    @Override
    public Webhook get(String name) {
        throw none();
    }

    @Override
    public Page<Webhook> list(ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public void remove(String name, Author author) {
        throw none();
    }

    @Override
    public Webhook pause(String name, Author author) {
        throw none();
    }

    @Override
    public Webhook resume(String name, @Nullable String from, Author author) {
        throw none();
    }

    @Override
    public Page<WebhookChange> listChanges(String name, ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<WebhookDelivery> listDeliveries(String name, WebhookDelivery.@Nullable State state, ListQuery query) {
        throw none();
    }

    @Override
    public CompletableFuture<WebhookAttempt> test(String name) {
        throw none();
    }

    @Override
    public CompletableFuture<WebhookAttempt> redeliver(String name, String deliveryId) {
        throw none();
    }
}
