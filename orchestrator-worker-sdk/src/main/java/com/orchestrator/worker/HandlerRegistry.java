package com.orchestrator.worker;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Task type → handler; exactly one each. */
final class HandlerRegistry {

    private final Map<String, RegisteredHandler> byType = new TreeMap<>();

    HandlerRegistry(List<RegisteredHandler> handlers) {
        for (RegisteredHandler handler : handlers) {
            if (byType.putIfAbsent(handler.taskType(), handler) != null) {
                throw new IllegalArgumentException("There are two handlers for task type '" + handler.taskType() + "'");
            }
        }
        if (byType.isEmpty()) {
            throw new IllegalArgumentException("A worker needs at least one handler");
        }
    }

    Optional<RegisteredHandler> find(String taskType) {
        return Optional.ofNullable(byType.get(taskType));
    }

    List<String> taskTypes() {
        return List.copyOf(byType.keySet());
    }

    Collection<RegisteredHandler> all() {
        return List.copyOf(byType.values());
    }
}
