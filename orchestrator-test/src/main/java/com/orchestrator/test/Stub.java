package com.orchestrator.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskFunction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands for a handler: answers what it was told to, one after the other; the last answer again and again. */
public final class Stub {

    private final Deque<TaskFunction<JsonNode, ?>> answers = new ArrayDeque<>();

    Stub() {}

    /** Answers this next, written as JSON. */
    public Stub returns(Object output) {
        return answers((input, context) -> output);
    }

    /** Is done, and has nothing to say. */
    public Stub returns() {
        return returns(Map.of());
    }

    /** Fails next, for example with {@link TaskFailure#compensate(String)}. */
    public Stub fails(RuntimeException failure) {
        return answers((input, context) -> {
            throw failure;
        });
    }

    /** Answers next what the function makes of the input. */
    public Stub answers(TaskFunction<JsonNode, ?> function) {
        answers.add(function);
        return this;
    }

    @Nullable
    Object answer(JsonNode input, TaskContext context) throws Exception {
        TaskFunction<JsonNode, ?> answer = answers.size() > 1 ? answers.remove() : answers.peek();
        return answer == null ? Map.of() : answer.handle(input, context);
    }
}
