package com.orchestrator.api.definition;

import org.jspecify.annotations.Nullable;

/** {@code emit}: tells streams and webhooks that something has happened. With nothing but a name it is written in the short form. */
public final class EmitStep extends Step<EmitStep> {

    EmitStep(JsonObject fields, String event) {
        super(fields);
        fields.putText("emit", event);
    }

    @Override
    EmitStep self() {
        return this;
    }

    /** What there is to say about it; the task's output as well. */
    public EmitStep data(@Nullable Object data) {
        fields().expanded("emit", "event").put("data", data);
        return this;
    }
}
