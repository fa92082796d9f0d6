package com.orchestrator.api.definition;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all kinds of task can say.
 *
 * @param <S> the type whose methods are chained
 */
public abstract class Step<S extends Step<S>> {

    private final JsonObject fields;
    private @Nullable TaskList list;

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

    /** In which list it stands. */
    void standsIn(TaskList around) {
        list = around;
    }

    public S onError(OnError onError) {
        fields.put("onError", onError.word());
        return self();
    }

    /** What is done about failures with certain codes. Of several, the first that is about a failure is taken. */
    public S onError(Consumer<? super ErrorHandler> handler) {
        TaskList around = Objects.requireNonNull(list, "list");
        handler.accept(new ErrorHandler(JsonObject.in(fields.list("onError")), around));
        return self();
    }

    /** Semantic locks: the task waits until its run holds all of them, through the undo to the end of the run. */
    public S locks(String... names) {
        fields.putTexts("locks", names);
        return self();
    }

    /** The same, given back with the end of a later task of the same list. */
    public S locksUntil(String taskId, String... names) {
        JsonObject locks = fields.begin("locks");
        locks.putTexts("names", names);
        locks.putText("until", taskId);
        return self();
    }

    /** Names the place behind this task, down to which a rollback can go. */
    public S savepoint(String name) {
        fields.putText("savepoint", name);
        return self();
    }

    /** When it fails, undoes everything after the save-point and goes forward again from there, so many times in all. */
    public S onFailureRetryFrom(String savepoint, int rounds) {
        return onFailure(savepoint, "retry(" + rounds + ")");
    }

    /** When it fails, undoes everything after the save-point and ends the run there. */
    public S onFailureStopAt(String savepoint) {
        return onFailure(savepoint, "fail");
    }

    private S onFailure(String savepoint, String then) {
        putRollback(fields.begin("onFailure"), savepoint, then);
        return self();
    }

    static void putRollback(JsonObject fields, String savepoint, String then) {
        fields.putText("rollbackTo", savepoint);
        fields.putText("then", then);
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
