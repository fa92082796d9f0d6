package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.webhook.WebhookSpec;
import com.orchestrator.engine.InvariantViolation;

/** What was said of webhooks ⇄ JSON text, without secrets. */
public final class WebhookJson {

    private static final ObjectMapper MAPPER =
            EventJson.mapper().addModule(TimeText.module()).build();

    private WebhookJson() {}

    public static String write(WebhookSpec spec) {
        try {
            return MAPPER.writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("A webhook cannot be written", e);
        }
    }

    static WebhookSpec read(String settings) {
        try {
            return MAPPER.readValue(settings, WebhookSpec.class);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("What was said of a webhook cannot be read: " + settings, e);
        }
    }
}
