package com.orchestrator.api.definition;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** {@code signal}: waits for a message from outside. With nothing but a name it is written in the short form. */
public final class SignalStep extends Step<SignalStep> {

    SignalStep(JsonObject fields, String name) {
        super(fields);
        fields.putText("signal", name);
    }

    @Override
    SignalStep self() {
        return this;
    }

    /** By which it finds the run without knowing its id: <code>${ input.orderId }</code>; the same wherever the signal is waited for. */
    public SignalStep key(String key) {
        signal().putText("key", key);
        return this;
    }

    public SignalStep timeout(Duration timeout) {
        signal().putDuration("timeout", timeout);
        return this;
    }

    /** JSON Schema of the payload, as JSON text. */
    public SignalStep schema(String json) {
        signal().putJson("schema", json);
        return this;
    }

    public SignalStep schema(Map<String, ?> schema) {
        signal().put("schema", schema);
        return this;
    }

    /** The schema of a record, as {@link WorkflowBuilder#inputSchema(Class)} makes it. */
    public SignalStep schema(Class<? extends Record> type) {
        signal().put("schema", RecordSchema.of(type));
        return this;
    }

    /** {@code onTimeout: {fail: {code: …}}}. */
    public SignalStep onTimeoutFail(String code) {
        return onTimeoutFail(code, plain -> {});
    }

    public SignalStep onTimeoutFail(String code, Consumer<? super Failure> more) {
        more.accept(new Failure(signal().begin("onTimeout").begin("fail"), code));
        return this;
    }

    private JsonObject signal() {
        return fields().expanded("signal", "name");
    }
}
