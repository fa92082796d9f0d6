package com.orchestrator.api.definition;

/** {@code fairness}: work of different keys shares a queue. */
public final class Fairness {

    private final JsonObject fields;

    Fairness(JsonObject fields, String key) {
        this.fields = fields;
        fields.putText("key", key);
    }

    /** Share of a key against others, 1 by default. */
    public Fairness weight(int weight) {
        fields.put("weight", weight);
        return this;
    }

    /** Attempts of one key at once. */
    public Fairness maxConcurrent(int attempts) {
        fields.put("maxConcurrent", attempts);
        return this;
    }
}
