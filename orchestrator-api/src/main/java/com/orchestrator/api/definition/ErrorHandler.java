package com.orchestrator.api.definition;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is done about failures of a task with certain codes. Unless it says something else, the workflow goes on behind the task. */
public final class ErrorHandler {

    private final JsonObject fields;
    private final TaskList owner;

    ErrorHandler(JsonObject fields, TaskList owner) {
        this.fields = fields;
        this.owner = owner;
    }

    /** Which failures it is about; all when it is not said. */
    public ErrorHandler codes(String... codes) {
        fields.putTexts("codes", codes);
        return this;
    }

    /** {@code do}: what is done first. Expressions inside see the failure as {@code error}. */
    public ErrorHandler tasks(Consumer<? super Block> tasks) {
        tasks.accept(new Block(owner.nested(fields.beginList("do"))));
        return this;
    }

    /** The workflow goes on behind the task that failed. */
    public ErrorHandler thenContinue() {
        return then("continue");
    }

    /** The failure goes outwards all the same. */
    public ErrorHandler thenFail() {
        return then("fail");
    }

    private ErrorHandler then(String word) {
        fields.putText("then", word);
        return this;
    }

    /** The workflow completes at once, with this output. */
    public ErrorHandler thenReturn(@Nullable Object output) {
        fields.put("output", output);
        return then("return");
    }

    /** Undoes everything after the save-point and goes forward again from there, so many times in all. */
    public ErrorHandler thenRetryFrom(String savepoint, int rounds) {
        return thenRollBack(savepoint, "retry(" + rounds + ")");
    }

    /** Undoes everything after the save-point and ends the run there. */
    public ErrorHandler thenStopAt(String savepoint) {
        return thenRollBack(savepoint, "fail");
    }

    private ErrorHandler thenRollBack(String savepoint, String then) {
        Step.putRollback(fields.begin("then"), savepoint, then);
        return this;
    }
}
