package com.orchestrator.api.definition;

import java.time.Duration;
import java.time.Instant;

/** {@code wait}: for a while or until a moment. Texts may be expressions. */
public final class WaitStep extends Step<WaitStep> {

    WaitStep(JsonObject fields) {
        super(fields);
    }

    @Override
    WaitStep self() {
        return this;
    }

    /** The short form: {@code wait: 5m}. */
    public WaitStep time(Duration time) {
        fields().putDuration("wait", time);
        return this;
    }

    /** The short form: a duration or a moment. */
    public WaitStep time(String time) {
        fields().putText("wait", time);
        return this;
    }

    /** {@code wait: {for: 5m}}. */
    public WaitStep lasting(Duration duration) {
        fields().within("wait").putDuration("for", duration);
        return this;
    }

    public WaitStep lasting(String duration) {
        fields().within("wait").putText("for", duration);
        return this;
    }

    public WaitStep until(Instant moment) {
        fields().within("wait").put("until", moment.toString());
        return this;
    }

    public WaitStep until(String moment) {
        fields().within("wait").putText("until", moment);
        return this;
    }
}
