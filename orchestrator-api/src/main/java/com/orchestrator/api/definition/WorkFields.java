package com.orchestrator.api.definition;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a task and its undo can both say about the work a worker does. */
final class WorkFields {

    private final JsonObject fields;

    WorkFields(JsonObject fields, String type) {
        this.fields = fields;
        fields.putText("task", type);
    }

    /** Of a type that an expression chooses. */
    WorkFields(JsonObject fields, String expression, List<String> types) {
        this.fields = fields;
        choose("task", "type", expression, types);
    }

    private void choose(String key, String field, String expression, List<String> among) {
        JsonObject choice = fields.begin(key);
        choice.putText(field, expression);
        choice.put("among", among);
    }

    void queueOf(String expression, List<String> queues) {
        choose("queue", "name", expression, queues);
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
