package com.orchestrator.api.definition;

import org.jspecify.annotations.Nullable;

/** A finished definition: what a YAML file would hold. Immutable; two are equal when their texts are. */
public final class WorkflowDocument {

    private final String namespace;
    private final String name;
    private final String json;

    WorkflowDocument(String namespace, String name, String json) {
        this.namespace = namespace;
        this.name = name;
        this.json = json;
    }

    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    /** The document as JSON, keys in the order in which they were said. */
    public String toJson() {
        return json;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkflowDocument that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json;
    }
}
