package com.orchestrator.api.definition;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code map}: a list of tasks, done once for each item of a list. */
public final class MapStep extends Step<MapStep> {

    private final TaskList owner;
    private final JsonObject map;

    MapStep(JsonObject fields, TaskList owner, @Nullable Object items) {
        super(fields);
        this.owner = owner;
        this.map = fields.begin("map");
        map.put("items", items);
    }

    @Override
    MapStep self() {
        return this;
    }

    /** Name of the item for expressions inside; with {@code Index} behind it, that of its index. */
    public MapStep as(String name) {
        map.putText("as", name);
        return this;
    }

    /** Items under way at once. */
    public MapStep maxConcurrency(int items) {
        map.put("maxConcurrency", items);
        return this;
    }

    /** {@code tolerate: {failures: n}}. */
    public MapStep tolerateFailures(int items) {
        map.within("tolerate").put("failures", items);
        return this;
    }

    /** {@code tolerate: {percentage: n}}. */
    public MapStep toleratePercentage(double percentage) {
        map.within("tolerate").put("percentage", percentage);
        return this;
    }

    /** {@code do}: the tasks. */
    public MapStep each(Consumer<? super Block> tasks) {
        tasks.accept(new Block(owner.nested(fields().beginList("do"))));
        return this;
    }

    /** What an item comes to. */
    public MapStep output(@Nullable Object output) {
        fields().put("output", output);
        return this;
    }
}
