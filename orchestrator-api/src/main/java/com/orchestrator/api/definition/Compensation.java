package com.orchestrator.api.definition;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code compensate}: work that undoes a task. */
public final class Compensation {

    /** When a task has to be undone: also when its outcome is unknown, or only when it succeeded. */
    public enum When {
        ATTEMPTED,
        COMPLETED
    }

    private final JsonObject fields;
    private final WorkFields work;

    Compensation(JsonObject fields, String type) {
        this.fields = fields;
        this.work = new WorkFields(fields, type);
    }

    public Compensation when(When when) {
        fields.put("when", when.name().toLowerCase(Locale.ROOT));
        return this;
    }

    /** Where workers look for it; the type of the undo when not said. */
    public Compensation queue(String queue) {
        work.queue(queue);
        return this;
    }

    /** The whole input; its expressions see the task's result as {@code output}. */
    public Compensation input(@Nullable Object input) {
        work.input(input);
        return this;
    }

    /** One field of the input. */
    public Compensation input(String key, @Nullable Object value) {
        work.input(key, value);
        return this;
    }

    /** A policy by its name, see {@link WorkflowBuilder#useRetry}. */
    public Compensation retry(String name) {
        work.retry(name);
        return this;
    }

    public Compensation retry(Consumer<? super Retry> retry) {
        work.retry(retry);
        return this;
    }

    public Compensation timeouts(Consumer<? super Timeouts> timeouts) {
        work.timeouts(timeouts);
        return this;
    }
}
