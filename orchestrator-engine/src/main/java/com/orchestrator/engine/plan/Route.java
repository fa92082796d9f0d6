package com.orchestrator.engine.plan;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who does a task, where that is chosen when it starts.
 *
 * @param taskType null when the definition says it outright
 * @param queue null when it does, or when it is the one of the type
 */
public record Route(@Nullable Choice taskType, @Nullable Choice queue) {

    /** All queues that it may lead to. */
    List<String> queues(String said) {
        if (queue != null) {
            return queue.among();
        }
        return taskType == null ? List.of(said) : taskType.among();
    }

    Stream<Template> templates() {
        return Stream.of(taskType, queue).flatMap(Stream::ofNullable).map(Choice::value);
    }
}
