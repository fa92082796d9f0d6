package com.orchestrator.api.webhook;

import com.orchestrator.api.error.OrchestratorException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has said of a webhook, but for its secret.
 *
 * @param url where events are sent to: {@code https}, without credentials and fragment. Which addresses may be called is for the server
 *     to say
 * @param namespace only events of its runs; of all when null
 * @param workflow only events of its runs; of all when null
 * @param types only events of these types, as histories show them, such as {@code WORKFLOW_COMPLETED}; all when empty
 * @param retry when an event is sent again
 * @param timeout for the whole of one request, 1 to 30 seconds; 15 seconds when null
 * @param pauseAfter nothing was taken for so long, though it was tried: the webhook pauses itself; 24 hours when null
 */
public record WebhookSpec(
        String url,
        @Nullable String namespace,
        @Nullable String workflow,
        List<String> types,
        @Nullable Retry retry,
        @Nullable Duration timeout,
        @Nullable Duration pauseAfter) {

    public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(15);
    public static final Duration PAUSE_AFTER_DEFAULT = Duration.ofHours(24);

    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_MAX = Duration.ofDays(6);
    private static final int URL_CHARS_MAX = 2_000;

    /** @throws OrchestratorException {@code WEBHOOK_INVALID} when it says something impossible */
    public WebhookSpec {
        types = List.copyOf(Objects.requireNonNullElse(types, List.of()));
        uri(url);
        WebhookFaults.checkSpan(timeout, "timeout", Duration.ofSeconds(1), TIMEOUT_MAX);
        WebhookFaults.checkSpan(pauseAfter, "pauseAfter", Duration.ofSeconds(1), PAUSE_AFTER_MAX);
    }

    /** Everything that is told, to that address. */
    public static WebhookSpec to(String url) {
        return new WebhookSpec(url, null, null, List.of(), null, null, null);
    }

    /** The same, for runs of a namespace alone. */
    public WebhookSpec ofNamespace(String name) {
        return new WebhookSpec(url, name, workflow, types, retry, timeout, pauseAfter);
    }

    /** The same, for runs of workflows of that name alone. */
    public WebhookSpec ofWorkflow(String name) {
        return new WebhookSpec(url, namespace, name, types, retry, timeout, pauseAfter);
    }

    /** The same, for events of these types alone, as histories show them. */
    public WebhookSpec ofTypes(String... names) {
        return new WebhookSpec(url, namespace, workflow, List.of(names), retry, timeout, pauseAfter);
    }

    public WebhookSpec withRetry(Retry other) {
        return new WebhookSpec(url, namespace, workflow, types, other, timeout, pauseAfter);
    }

    public URI uri() {
        return uri(url);
    }

    private static URI uri(@Nullable String url) {
        if (url == null || url.length() > URL_CHARS_MAX) {
            throw WebhookFaults.impossible("url", "'url' is required, and at most " + URL_CHARS_MAX + " long", null);
        }
        try {
            URI uri = new URI(url);
            if (!uri.isAbsolute() || uri.getHost() == null || uri.getHost().isEmpty()) {
                throw WebhookFaults.impossible("url", "'url' names no host", "write https://example.com/hooks");
            }
            if (uri.getRawUserInfo() != null) {
                throw WebhookFaults.impossible(
                        "url", "'url' has credentials in it", "receivers know us by our signature");
            }
            if (uri.getRawFragment() != null) {
                throw WebhookFaults.impossible("url", "'url' has a fragment, which is never sent", null);
            }
            return uri;
        } catch (URISyntaxException e) {
            OrchestratorException refusal = WebhookFaults.impossible(
                    "url", "'url' cannot be read: " + e.getReason(), "write https://example.com/hooks");
            refusal.initCause(e);
            throw refusal;
        }
    }

    public Retry retryOrDefault() {
        return Objects.requireNonNullElse(retry, Retry.DEFAULT);
    }

    public Duration timeoutOrDefault() {
        return Objects.requireNonNullElse(timeout, TIMEOUT_DEFAULT);
    }

    public Duration pauseAfterOrDefault() {
        return Objects.requireNonNullElse(pauseAfter, PAUSE_AFTER_DEFAULT);
    }

    /**
     * When an event is sent again that was not taken.
     *
     * @param delay before the second attempt, doubled with each further one, each shortened by chance to no less than half; a second
     *     when null
     * @param maxDelay what it grows to; an hour when null
     * @param attempts of one event while others are taken, before it becomes a dead letter; 8 when null, up to 50
     */
    public record Retry(
            @Nullable Duration delay,
            @Nullable Duration maxDelay,
            @Nullable Integer attempts) {

        public static final Retry DEFAULT = new Retry(null, null, null);

        private static final Duration DELAY_DEFAULT = Duration.ofSeconds(1);
        private static final Duration DELAY_MIN = Duration.ofMillis(10);
        private static final Duration DELAY_MAX = Duration.ofHours(24);
        private static final Duration MAX_DELAY_DEFAULT = Duration.ofHours(1);
        private static final int ATTEMPTS_DEFAULT = 8;
        private static final int ATTEMPTS_MAX = 50;

        public Retry {
            WebhookFaults.checkSpan(delay, "delay", DELAY_MIN, DELAY_MAX);
            WebhookFaults.checkSpan(maxDelay, "maxDelay", DELAY_MIN, DELAY_MAX);
            if (attempts != null && (attempts < 1 || attempts > ATTEMPTS_MAX)) {
                throw WebhookFaults.impossible(
                        "attempts", "'attempts' is " + attempts + " and has to be from 1 to " + ATTEMPTS_MAX, null);
            }
        }

        public Duration delayOrDefault() {
            return Objects.requireNonNullElse(delay, DELAY_DEFAULT);
        }

        public Duration maxDelayOrDefault() {
            return Objects.requireNonNullElse(maxDelay, MAX_DELAY_DEFAULT);
        }

        public int attemptsOrDefault() {
            return Objects.requireNonNullElse(attempts, ATTEMPTS_DEFAULT);
        }
    }
}
