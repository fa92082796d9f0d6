package com.orchestrator.api.definition;

import org.jspecify.annotations.Nullable;

/** {@code set}: gives variables their values. */
public final class SetStep extends Step<SetStep> {

    private final JsonObject variables;

    SetStep(JsonObject fields) {
        super(fields);
        this.variables = fields.begin("set");
    }

    @Override
    SetStep self() {
        return this;
    }

    public SetStep variable(String name, @Nullable Object value) {
        variables.put(name, value);
        return this;
    }
}
