package com.orchestrator.worker;

import org.jspecify.annotations.Nullable;

/**
 * Runs around each handler, on its thread: for traces, contexts of a framework, what a log writes beside each line. What it throws is the
 * handler's failure. A handler that returns a {@link java.util.concurrent.CompletionStage} is through before that is.
 */
@FunctionalInterface
public interface TaskInterceptor {

    /** What comes inside: the next interceptor, and in the end the handler. */
    @FunctionalInterface
    interface Inside {
        @Nullable
        Object call() throws Exception;
    }

    /** @return what {@code inside} returned */
    @Nullable
    Object around(TaskContext task, Inside inside) throws Exception;

    /** One inside the other, this one outside. */
    default TaskInterceptor and(TaskInterceptor inner) {
        return (task, inside) -> around(task, () -> inner.around(task, inside));
    }
}
