package com.orchestrator.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.AssertProvider;

/** A run of a test; {@code assertThat(run)} of AssertJ says what it is to have become. */
public final class TestRun implements AssertProvider<RunAssert> {

    private final Stage stage;
    private final UUID instanceId;

    TestRun(Stage stage, UUID instanceId) {
        this.stage = stage;
        this.instanceId = instanceId;
    }

    public UUID instanceId() {
        return instanceId;
    }

    /** As it stands now. */
    public WorkflowInstance instance() {
        return stage.run(instanceId);
    }

    public WorkflowState state() {
        return instance().state();
    }

    /** Why it has failed or was rolled back. */
    public Optional<Cause> cause() {
        return Optional.ofNullable(instance().cause());
    }

    /** What it has ended with; null in JSON when there is nothing. */
    public JsonNode output() {
        return Optional.ofNullable(instance().output())
                .map(output -> output.tree())
                .orElseGet(() -> NullNode.getInstance());
    }

    /**
     * The same, read as a type.
     *
     * @throws IllegalArgumentException if it is none
     */
    public <T> T output(Class<T> type) {
        try {
            return stage.handlers().mapper().treeToValue(output(), type);
        } catch (IOException e) {
            throw new IllegalArgumentException("The output " + output() + " is no " + type.getSimpleName(), e);
        }
    }

    /** A message to it. */
    public TestRun signal(String name, Object payload) {
        stage.signal(instanceId, name, payload);
        stage.play();
        return this;
    }

    /** Each time that one of its tasks was handed to a worker, in order. */
    public List<Delivery> deliveries() {
        return stage.deliveries().stream()
                .filter(delivery -> delivery.instanceId().equals(instanceId))
                .toList();
    }

    /** What has happened to it, line by line. */
    public String timeline() {
        return Timeline.of(stage, instanceId);
    }

    @Override
    public RunAssert assertThat() {
        return new RunAssert(this);
    }

    @Override
    public String toString() {
        WorkflowInstance run = instance();
        return run.namespace() + "/" + run.workflow() + " " + run.runId();
    }
}
