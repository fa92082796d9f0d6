package com.orchestrator.api.definition;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code probe}: work that finds out whether a task happened. Its worker answers <code>{"happened": true, "output": …}</code>
 * or <code>{"happened": false}</code>.
 */
public final class Probe {

    private final WorkFields work;

    Probe(JsonObject fields, String type) {
        this.work = new WorkFields(fields, type);
    }

    /** Where workers look for it; the type of the probe when not said. */
    public Probe queue(String queue) {
        work.queue(queue);
        return this;
    }

    /** The whole input; the task's own input and its idempotency key when not said. */
    public Probe input(@Nullable Object input) {
        work.input(input);
        return this;
    }

    /** One field of the input. */
    public Probe input(String key, @Nullable Object value) {
        work.input(key, value);
        return this;
    }

    /** A policy by its name, see {@link WorkflowBuilder#useRetry}. */
    public Probe retry(String name) {
        work.retry(name);
        return this;
    }

    public Probe retry(Consumer<? super Retry> retry) {
        work.retry(retry);
        return this;
    }

    public Probe timeouts(Consumer<? super Timeouts> timeouts) {
        work.timeouts(timeouts);
        return this;
    }
}
