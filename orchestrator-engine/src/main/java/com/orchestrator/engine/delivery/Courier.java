package com.orchestrator.engine.delivery;

import com.orchestrator.api.webhook.WebhookFaults;
import com.orchestrator.engine.service.FeedEntry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends requests to receivers. Whoever asks it holds no thread meanwhile, and no receiver holds up another. */
public interface Courier extends AutoCloseable {

    /** Of an engine that sends nothing. */
    Courier NONE = new Courier() {
        @Override
        public boolean isAtWork() {
            return false;
        }

        @Override
        public void check(URI url) {
            throw WebhookFaults.impossible("url", "This engine sends no webhooks", null);
        }

        @Override
        public CompletableFuture<Reply> send(Parcel parcel) {
            return CompletableFuture.completedFuture(
                    new Reply(null, "This engine sends no webhooks", null, Duration.ZERO));
        }

        @Override
        public void close() {}
    };

    /** Whether there is any use in holding webhooks. */
    boolean isAtWork();

    /**
     * Looks at an address before anything is sent to it, as far as that can be done without asking anybody.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code WEBHOOK_INVALID} when it may not be called
     */
    void check(URI url);

    /** Done within the time of the parcel; never fails. */
    CompletableFuture<Reply> send(Parcel parcel);

    /**
     * One request.
     *
     * @param id what the receiver knows the event by
     * @param secrets what signs it, one signature each
     * @param timeout for all of it
     * @param attempt counted from 1; where a host has several addresses, they are taken in turn
     * @param event null for one that tells nothing
     */
    record Parcel(
            String id,
            URI url,
            List<String> secrets,
            Duration timeout,
            int attempt,
            @Nullable FeedEntry event) {

        public Parcel {
            secrets = List.copyOf(secrets);
        }

        /** Says nothing of its secrets. */
        @Override
        public String toString() {
            return "Parcel[" + id + " to " + url.getHost() + "]";
        }
    }

    /**
     * What came of it.
     *
     * @param status null when there was no answer
     * @param error why not; null when it was taken
     * @param retryAfter when the receiver wants to be asked again
     */
    record Reply(
            @Nullable Integer status,
            @Nullable String error,
            @Nullable Duration retryAfter,
            Duration took) {

        private static final int GONE = 410;

        public boolean isTaken() {
            return error == null;
        }

        /** Whether the receiver wants nothing more, ever. */
        public boolean isGone() {
            return status != null && status == GONE;
        }
    }

    @Override
    void close();
}
