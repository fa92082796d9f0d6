package com.orchestrator.api.definition;

/** Where a definition in Java begins. */
public final class Workflow {

    private Workflow() {}

    /** Begins the definition of a workflow; it needs at least one task to be accepted by a server. */
    public static WorkflowBuilder define(String namespace, String name) {
        return new WorkflowBuilder(namespace, name);
    }
}
