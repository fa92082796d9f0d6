package com.orchestrator.worker;

import org.jspecify.annotations.Nullable;

/** A handler as a lambda. May throw anything; see {@link TaskFailure} for what the engine makes of it. */
@FunctionalInterface
public interface TaskFunction<I, O> {

    @Nullable
    O handle(I input, TaskContext context) throws Exception;
}
