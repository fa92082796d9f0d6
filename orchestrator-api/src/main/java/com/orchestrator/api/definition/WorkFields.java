package com.orchestrator.api.definition;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a task and its undo can both say about the work a worker does. */
final class WorkFields {

    private final JsonObject fields;

    WorkFields(JsonObject fields, String type) {
        this.fields = fields;
        fields.putText("task", type);
    }

    void queue(String queue) {
        fields.putText("queue", queue);
    }

    void input(@Nullable Object input) {
        fields.put("input", input);
    }

    void input(String key, @Nullable Object value) {
        fields.within("input").put(key, value);
    }

    void retry(String name) {
        fields.putText("retry", name);
    }

    void retry(Consumer<? super Retry> retry) {
        retry.accept(new Retry(fields.begin("retry")));
    }

    void timeouts(Consumer<? super Timeouts> timeouts) {
        timeouts.accept(new Timeouts(fields.begin("timeouts")));
    }
}
