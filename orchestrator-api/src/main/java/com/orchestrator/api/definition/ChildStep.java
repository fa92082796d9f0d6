package com.orchestrator.api.definition;

import org.jspecify.annotations.Nullable;

/** {@code workflow}: runs another workflow as a run of its own. */
public final class ChildStep extends Step<ChildStep> {

    private final JsonObject workflow;

    ChildStep(JsonObject fields, String name) {
        super(fields);
        workflow = fields.begin("workflow");
        workflow.putText("name", name);
    }

    @Override
    ChildStep self() {
        return this;
    }

    /** The workflow's own when it is not said. */
    public ChildStep namespace(String namespace) {
        workflow.putText("namespace", namespace);
        return this;
    }

    /** The latest at the moment the parent is started when it is not said. */
    public ChildStep revision(int revision) {
        workflow.put("revision", revision);
        return this;
    }

    /** Expression that gives the run id; derived from the task's idempotency key when it is not said. */
    public ChildStep runId(String runId) {
        workflow.putText("runId", runId);
        return this;
    }

    /** Any JSON with expressions in it; the workflow's input when it is not said. */
    public ChildStep input(@Nullable Object input) {
        workflow.put("input", input);
        return this;
    }

    /** {@code wait}: false when the task is done as soon as the child has started. */
    public ChildStep waitForEnd(boolean wait) {
        workflow.put("wait", wait);
        return this;
    }

    public ChildStep onParentClose(OnParentClose onParentClose) {
        workflow.put("onParentClose", onParentClose.word());
        return this;
    }
}
