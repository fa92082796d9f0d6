package com.orchestrator.server.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** A CloudEvent that tells nothing, for people who want to see whether a receiver works. */
record TestEvent(@JsonProperty("specversion") String specVersion, String id, String source, String type, Instant time) {

    private static final String TYPE = "orchestrator.webhook.test.v1";

    static TestEvent of(String id, Instant time) {
        return new TestEvent("1.0", id, "/webhooks", TYPE, time);
    }
}
