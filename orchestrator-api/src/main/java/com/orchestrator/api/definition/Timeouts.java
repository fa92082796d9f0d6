package com.orchestrator.api.definition;

import java.time.Duration;

/** {@code timeouts} of a task or an undo. */
public final class Timeouts {

    private final JsonObject fields;

    Timeouts(JsonObject fields) {
        this.fields = fields;
    }

    /** Ready until leased. */
    public Timeouts schedule(Duration timeout) {
        fields.putDuration("schedule", timeout);
        return this;
    }

    /** Leased until reported, one attempt. */
    public Timeouts execution(Duration timeout) {
        fields.putDuration("execution", timeout);
        return this;
    }

    /** Longest silence of a worker. */
    public Timeouts lease(Duration timeout) {
        fields.putDuration("lease", timeout);
        return this;
    }

    /** Over all attempts. */
    public Timeouts total(Duration timeout) {
        fields.putDuration("total", timeout);
        return this;
    }
}
