package com.orchestrator.api.definition;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code loop}: a list of tasks, done again and again, one turn after the other. */
public final class LoopStep extends Step<LoopStep> {

    private final TaskList owner;
    private final JsonObject loop;

    LoopStep(JsonObject fields, TaskList owner) {
        super(fields);
        this.owner = owner;
        this.loop = fields.begin("loop");
    }

    @Override
    LoopStep self() {
        return this;
    }

    /** {@code while}: another turn begins as long as this expression is true. */
    public LoopStep whileTrue(String condition) {
        loop.putText("while", condition);
        return this;
    }

    /** {@code until}: the turn after which this expression is true is the last. */
    public LoopStep until(String condition) {
        loop.putText("until", condition);
        return this;
    }

    /** Turns at most; it fails with {@code TOO_MANY_TURNS} when its condition wants more. */
    public LoopStep maxIterations(int turns) {
        loop.put("maxIterations", turns);
        return this;
    }

    /** Name of the turn for expressions inside: its {@code index}, and {@code last}, what the turn before has come to. */
    public LoopStep as(String name) {
        loop.putText("as", name);
        return this;
    }

    /** The output is what the last turn has come to, as it is unless something else is said. */
    public LoopStep lastResult() {
        loop.putText("results", "last");
        return this;
    }

    /** The output is a list of what all turns have come to. */
    public LoopStep allResults() {
        loop.putText("results", "all");
        return this;
    }

    /** {@code do}: the tasks of a turn. */
    public LoopStep each(Consumer<? super Block> tasks) {
        tasks.accept(new Block(owner.nested(fields().beginList("do"))));
        return this;
    }

    /** What a turn comes to. */
    public LoopStep output(@Nullable Object output) {
        fields().put("output", output);
        return this;
    }
}
