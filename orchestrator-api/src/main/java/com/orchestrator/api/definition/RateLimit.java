package com.orchestrator.api.definition;

import java.time.Duration;

/** {@code rateLimit}: so many attempts in a time, smoothed. */
public final class RateLimit {

    private final JsonObject fields;

    RateLimit(JsonObject fields, int count, Duration per) {
        this.fields = fields;
        fields.put("count", count);
        fields.putDuration("per", per);
    }

    /** Attempts of one key are counted together; all when not said. */
    public RateLimit key(String key) {
        fields.putText("key", key);
        return this;
    }

    /** How many may begin at once after a quiet time, 1 by default. */
    public RateLimit burst(int attempts) {
        fields.put("burst", attempts);
        return this;
    }
}
