package com.orchestrator.api.definition;

import org.jspecify.annotations.Nullable;

/** {@code return}: completes the workflow at once. */
public final class ReturnStep extends Step<ReturnStep> {

    ReturnStep(JsonObject fields, @Nullable Object output) {
        super(fields);
        fields.put("return", output);
    }

    @Override
    ReturnStep self() {
        return this;
    }
}
