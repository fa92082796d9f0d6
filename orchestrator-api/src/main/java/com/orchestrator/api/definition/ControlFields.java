package com.orchestrator.api.definition;

import java.time.Duration;
import java.util.function.Consumer;

/** What a workflow and a task can both say about when work may start. */
final class ControlFields {

    private final JsonObject fields;

    ControlFields(JsonObject fields) {
        this.fields = fields;
    }

    void budget(String workload) {
        fields.putText("budget", workload);
    }

    void fairness(String key, Consumer<? super Fairness> more) {
        more.accept(new Fairness(fields.begin("fairness"), key));
    }

    void rateLimit(int count, Duration per, Consumer<? super RateLimit> more) {
        more.accept(new RateLimit(fields.begin("rateLimit"), count, per));
    }

    void locks(String... names) {
        fields.putTexts("locks", names);
    }
}
