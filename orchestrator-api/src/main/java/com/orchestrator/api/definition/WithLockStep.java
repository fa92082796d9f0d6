package com.orchestrator.api.definition;

import java.util.function.Consumer;

/** {@code withLock}: a list of tasks that runs while its run holds semantic locks, which are given back behind it. */
public final class WithLockStep extends Step<WithLockStep> {

    private final TaskList owner;

    WithLockStep(JsonObject fields, TaskList owner) {
        super(fields);
        this.owner = owner;
    }

    @Override
    WithLockStep self() {
        return this;
    }

    /** The locks, all of which are waited for. */
    public WithLockStep names(String... names) {
        fields().putTexts("withLock", names);
        return this;
    }

    /** {@code do}: the tasks. */
    public WithLockStep tasks(Consumer<? super Block> tasks) {
        tasks.accept(new Block(owner.nested(fields().beginList("do"))));
        return this;
    }
}
