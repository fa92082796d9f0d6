package com.orchestrator.server.rest.wire;

import com.orchestrator.api.webhook.WebhookSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A webhook as it is put; its name stands in the path. The secret goes in and never comes out. */
public record WebhookBody(
        @Nullable String url,
        @Nullable String namespace,
        @Nullable String workflow,
        @Nullable List<String> types,
        WebhookSpec.@Nullable Retry retry,
        @Nullable Duration timeout,
        @Nullable Duration pauseAfter,
        @Nullable String secret,
        @Nullable Boolean paused,
        @Nullable String from,
        @Nullable String reason) {

    public WebhookSpec toSpec() {
        return new WebhookSpec(
                Required.value(url, "url"),
                namespace == null ? null : Required.name(namespace, "namespace"),
                workflow == null ? null : Required.name(workflow, "workflow"),
                types == null ? List.of() : Required.names(types, "types"),
                retry,
                timeout,
                pauseAfter);
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "WebhookBody[" + url + "]";
    }

    /** {@code pause}. */
    public record Pause(@Nullable String reason) {}

    /** {@code resume}. */
    public record Resume(@Nullable String from, @Nullable String reason) {}

    /** {@code test} and {@code redeliver}, which take nothing. */
    public record Nothing() {}
}
