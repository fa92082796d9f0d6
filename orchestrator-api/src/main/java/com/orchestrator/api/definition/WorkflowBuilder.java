package com.orchestrator.api.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.Priority;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A definition in the making; see {@link Workflow#define}. Not for several threads at once. */
public final class WorkflowBuilder extends Tasks<WorkflowBuilder> {

    private final JsonObject fields = JsonObject.root();
    private final String namespace;
    private final String name;

    WorkflowBuilder(String namespace, String name) {
        super(new TaskList(JsonNodeFactory.instance.arrayNode(), new HashSet<>()));
        this.namespace = namespace;
        this.name = name;
        fields.put("apiVersion", "orchestrator/v1");
        fields.put("kind", "Workflow");
        fields.putText("namespace", namespace);
        fields.putText("name", name);
    }

    @Override
    WorkflowBuilder self() {
        return this;
    }

    public WorkflowBuilder description(String description) {
        fields.put("description", description);
        return this;
    }

    public WorkflowBuilder owner(String owner) {
        fields.put("owner", owner);
        return this;
    }

    /** A name of this state of the definition, for people; the server counts revisions by itself. */
    public WorkflowBuilder version(String version) {
        fields.put("version", version);
        return this;
    }

    /** One of {@code labels}. */
    public WorkflowBuilder label(String key, String value) {
        fields.within("labels").put(key, value);
        return this;
    }

    /** Expression over {@code input} that gives the run id of a start request without one. */
    public WorkflowBuilder runId(String template) {
        fields.putText("runId", template);
        return this;
    }

    /** One of {@code searchAttributes}. */
    public WorkflowBuilder searchAttribute(String key, @Nullable Object value) {
        fields.within("searchAttributes").put(key, value);
        return this;
    }

    /** The same of a type, which its values are held to. */
    public WorkflowBuilder searchAttribute(String key, AttributeType type, @Nullable Object value) {
        JsonObject attribute = fields.within("searchAttributes").begin(key);
        attribute.put("type", type.name().toLowerCase(Locale.ROOT));
        attribute.put("value", value);
        return this;
    }

    /** {@code timeouts: {execution: …}}, over the whole run. */
    public WorkflowBuilder executionTimeout(Duration timeout) {
        fields.within("timeouts").putDuration("execution", timeout);
        return this;
    }

    public WorkflowBuilder priority(Priority priority) {
        fields.put("priority", priority.name());
        return this;
    }

    /** Workload whose budget the work is of. */
    public WorkflowBuilder budget(String workload) {
        new ControlFields(fields).budget(workload);
        return this;
    }

    /** Whose share of the queue the work takes. */
    public WorkflowBuilder fairness(String key) {
        return fairness(key, plain -> {});
    }

    public WorkflowBuilder fairness(String key, Consumer<? super Fairness> more) {
        new ControlFields(fields).fairness(key, more);
        return this;
    }

    /** So many attempts in a time, over all tasks together. */
    public WorkflowBuilder rateLimit(int count, Duration per) {
        return rateLimit(count, per, plain -> {});
    }

    public WorkflowBuilder rateLimit(int count, Duration per, Consumer<? super RateLimit> more) {
        new ControlFields(fields).rateLimit(count, per, more);
        return this;
    }

    /** At most so many runs at once. */
    public WorkflowBuilder concurrency(int max) {
        return concurrency(max, plain -> {});
    }

    public WorkflowBuilder concurrency(int max, Consumer<? super Concurrency> more) {
        more.accept(new Concurrency(fields.begin("concurrency"), max));
        return this;
    }

    /** Semantic locks, taken before the first task and held through the undo to the end of the run. */
    public WorkflowBuilder locks(String... names) {
        new ControlFields(fields).locks(names);
        return this;
    }

    /** {@code input: {schema: …}}: JSON Schema 2020-12, as JSON text. */
    public WorkflowBuilder inputSchema(String json) {
        fields.within("input").putJson("schema", json);
        return this;
    }

    public WorkflowBuilder inputSchema(Map<String, ?> schema) {
        fields.within("input").put("schema", schema);
        return this;
    }

    /**
     * The schema of a record: what Jackson reads into it. Each component has to be there unless it is marked {@code @Nullable}.
     *
     * @param type of strings, numbers, booleans, constants, ids, bytes, lists, maps by strings, and records of them
     * @throws IllegalArgumentException if it holds something that can be written in more than one way, such as a moment
     */
    public WorkflowBuilder inputSchema(Class<? extends Record> type) {
        fields.within("input").put("schema", RecordSchema.of(type));
        return this;
    }

    /** {@code use: {retries: {name: …}}}: a policy that tasks and undos refer to by name. */
    public WorkflowBuilder useRetry(String name, Consumer<? super Retry> retry) {
        retry.accept(new Retry(fields.within("use").within("retries").begin(name)));
        return this;
    }

    /** {@code signals: open}: runs also keep signals that none of their tasks waits for, instead of refusing them. */
    public WorkflowBuilder openSignals() {
        fields.put("signals", "open");
        return this;
    }

    public WorkflowBuilder saga(Consumer<? super Saga> saga) {
        saga.accept(new Saga(fields.begin("saga"), list()));
        return this;
    }

    /** The result of a run: anything Jackson can write, texts may contain <code>${ expressions }</code>. */
    public WorkflowBuilder output(@Nullable Object output) {
        fields.put("output", output);
        return this;
    }

    /** One field of the result. */
    public WorkflowBuilder output(String key, @Nullable Object value) {
        fields.within("output").put(key, value);
        return this;
    }

    /** The document as it stands now; more may be said afterwards and built again. */
    public WorkflowDocument build() {
        return new WorkflowDocument(namespace, name, JsonValues.print(document()));
    }

    /** The tasks stand before the output, as one reads them. */
    private ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().setAll(fields.node());
        JsonNode output = document.remove("output");
        document.set("tasks", list().tasks());
        if (output != null) {
            document.set("output", output);
        }
        return document;
    }
}
