package com.orchestrator.engine.webhook;

import com.orchestrator.engine.service.FeedPosition;

/**
 * What receivers know an event by: its place in the feed, without the full stops that separate what is signed. The same for each
 * attempt.
 */
public final class DeliveryId {

    private DeliveryId() {}

    public static String of(FeedPosition position) {
        return position.toString().replace('.', '_');
    }

    /** @throws com.orchestrator.api.error.OrchestratorException {@code INVALID_REQUEST} when it is none */
    public static FeedPosition parse(String id) {
        return FeedPosition.parse(id.replace('_', '.'));
    }
}
