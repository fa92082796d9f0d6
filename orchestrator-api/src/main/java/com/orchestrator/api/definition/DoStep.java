package com.orchestrator.api.definition;

import java.util.function.Consumer;

/** {@code do}: a list of tasks under one name, that fails and is handled as one. */
public final class DoStep extends Step<DoStep> {

    private final TaskList owner;

    DoStep(JsonObject fields, TaskList owner) {
        super(fields);
        this.owner = owner;
    }

    @Override
    DoStep self() {
        return this;
    }

    /** The tasks. */
    public DoStep tasks(Consumer<? super Block> tasks) {
        tasks.accept(new Block(owner.nested(fields().beginList("do"))));
        return this;
    }
}
