package com.orchestrator.api.definition;

import java.time.Duration;

/** {@code retry}: how often, and after which pauses. What it does not say comes from the policy it uses. */
public final class Retry {

    private final JsonObject fields;

    Retry(JsonObject fields) {
        this.fields = fields;
    }

    /** The named policy this one changes. */
    public Retry use(String name) {
        fields.putText("use", name);
        return this;
    }

    public Retry maxAttempts(int attempts) {
        fields.put("maxAttempts", attempts);
        return this;
    }

    public Retry initialInterval(Duration interval) {
        fields.putDuration("initialInterval", interval);
        return this;
    }

    /** By how much each pause is longer than the one before. */
    public Retry backoff(double factor) {
        fields.put("backoff", factor);
        return this;
    }

    public Retry maxInterval(Duration interval) {
        fields.putDuration("maxInterval", interval);
        return this;
    }

    /** The share of a pause that is left to chance, 0 to 1. */
    public Retry jitter(double share) {
        fields.put("jitter", share);
        return this;
    }

    public Retry maxElapsed(Duration elapsed) {
        fields.putDuration("maxElapsed", elapsed);
        return this;
    }

    /** Error codes that a repetition may mend; all when it is not said. */
    public Retry retryable(String... codes) {
        fields.putTexts("retryable", codes);
        return this;
    }

    /** Error codes that no repetition can mend. */
    public Retry nonRetryable(String... codes) {
        fields.putTexts("nonRetryable", codes);
        return this;
    }
}
