package com.orchestrator.worker;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One task type and the code that does it.
 *
 * @param inputType what the input is read as; absent when the handler takes none
 * @param fatal exceptions that mean "nothing happened, do not retry"
 * @param concurrency tasks of this type at once; 0 for no limit of its own
 * @param threads what it wishes to run on
 */
record RegisteredHandler(
        String taskType,
        @Nullable JavaType inputType,
        Body body,
        Set<Class<? extends Throwable>> fatal,
        int concurrency,
        TaskThreads threads) {

    RegisteredHandler {
        fatal = Set.copyOf(fatal);
        if (taskType.isBlank()) {
            throw new IllegalArgumentException("A handler names no task type");
        }
        if (concurrency < 0) {
            throw new IllegalArgumentException("The concurrency of handler '" + taskType + "' is negative");
        }
    }

    /** A lambda, without any wishes. */
    static <I, O> RegisteredHandler of(
            String taskType, Class<I> input, TaskFunction<I, O> function, ObjectMapper mapper) {
        return new RegisteredHandler(
                taskType,
                mapper.constructType(input),
                (value, context) -> call(function, value, context),
                Set.of(),
                0,
                TaskThreads.AUTO);
    }

    /** Not {@code input.cast}: a primitive class casts nothing. The runner has read the type, and refused null. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private static <I, O> @Nullable Object call(
            TaskFunction<I, O> function, @Nullable Object value, TaskContext context) throws Exception {
        return function.handle((I) value, context);
    }

    boolean isLimited() {
        return concurrency > 0;
    }

    boolean isFatal(Throwable thrown) {
        return fatal.stream().anyMatch(type -> type.isInstance(thrown));
    }

    /** The user's code behind one shape, whatever its own signature is. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object invoke(@Nullable Object input, TaskContext context) throws Exception;
    }
}
