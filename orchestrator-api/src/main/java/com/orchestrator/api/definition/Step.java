package com.orchestrator.api.definition;

import org.jspecify.annotations.Nullable;

/**
 * What all kinds of task can say.
 *
 * @param <S> the type whose methods are chained
 */
public abstract class Step<S extends Step<S>> {

    private final JsonObject fields;

    Step(JsonObject fields) {
        this.fields = fields;
    }

    abstract S self();

    JsonObject fields() {
        return fields;
    }

    public S description(String description) {
        fields.put("description", description);
        return self();
    }

    /** {@code if}: the task is skipped when this expression is false. */
    public S onlyIf(String condition) {
        fields.putText("if", condition);
        return self();
    }

    public S onlyIf(boolean condition) {
        fields.put("if", condition);
        return self();
    }

    /** Tasks of the same list that come first; none means that it begins at once. */
    public S dependsOn(String... ids) {
        fields.putTexts("dependsOn", ids);
        return self();
    }

    public S onError(OnError onError) {
        fields.put("onError", onError.word());
        return self();
    }

    /** Once it has completed, the saga only goes forward. */
    public S pivot() {
        fields.put("pivot", true);
        return self();
    }

    /** Any JSON; the engine keeps it and does not look inside. */
    public S metadata(@Nullable Object metadata) {
        fields.put("metadata", metadata);
        return self();
    }
}
