package com.orchestrator.api.definition;

import org.jspecify.annotations.Nullable;

/** The error with which a workflow fails. */
public final class Failure {

    private final JsonObject fields;

    Failure(JsonObject fields, String code) {
        this.fields = fields;
        fields.putText("code", code);
    }

    public Failure message(String message) {
        fields.put("message", message);
        return this;
    }

    public Failure details(@Nullable Object details) {
        fields.put("details", details);
        return this;
    }
}
