package com.orchestrator.api.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code parallel}: branches side by side. */
public final class ParallelStep extends Step<ParallelStep> {

    /** How many branches have to be done. */
    public enum Join {
        ALL,
        ANY
    }

    private final TaskList owner;
    private final JsonObject parallel;
    private final ArrayNode branches;

    ParallelStep(JsonObject fields, TaskList owner) {
        super(fields);
        this.owner = owner;
        this.parallel = fields.begin("parallel");
        this.branches = parallel.beginList("branches");
    }

    @Override
    ParallelStep self() {
        return this;
    }

    public ParallelStep join(Join join) {
        parallel.put("join", join.name().toLowerCase(Locale.ROOT));
        return this;
    }

    /** {@code join: {atLeast: n}}. */
    public ParallelStep joinAtLeast(int branches) {
        parallel.begin("join").put("atLeast", branches);
        return this;
    }

    public ParallelStep branch(Consumer<? super Block> tasks) {
        tasks.accept(new Block(owner.nested(branches.addArray())));
        return this;
    }
}
