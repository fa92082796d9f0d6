package com.orchestrator.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps types with a limit of their own within it. A task that has to wait keeps its slot and its lease. Owned by the
 * loop.
 */
final class TypeGate {

    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Deque<TaskRun>> waiting = new HashMap<>();

    /** Whether the task may start now; if not it is kept until {@link #leave} returns it. */
    boolean enter(TaskRun run) {
        RegisteredHandler handler = run.handler();
        if (!handler.isLimited() || running.getOrDefault(handler.taskType(), 0) < handler.concurrency()) {
            running.merge(handler.taskType(), 1, Integer::sum);
            return true;
        }
        waiting.computeIfAbsent(handler.taskType(), type -> new ArrayDeque<>()).add(run);
        return false;
    }

    /** The task that starts in place of the one that has ended. */
    Optional<TaskRun> leave(TaskRun run) {
        String type = run.handler().taskType();
        Deque<TaskRun> queue = waiting.get(type);
        if (queue == null || queue.isEmpty()) {
            running.merge(type, -1, Integer::sum);
            return Optional.empty();
        }
        return Optional.of(queue.remove());
    }
}
