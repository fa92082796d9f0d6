package com.orchestrator.api.definition;

import org.jspecify.annotations.Nullable;

/** {@code fail}: fails the workflow. */
public final class FailStep extends Step<FailStep> {

    private final Failure failure;

    FailStep(JsonObject fields, String code) {
        super(fields);
        this.failure = new Failure(fields.begin("fail"), code);
    }

    @Override
    FailStep self() {
        return this;
    }

    public FailStep message(String message) {
        failure.message(message);
        return this;
    }

    public FailStep details(@Nullable Object details) {
        failure.details(details);
        return this;
    }
}
