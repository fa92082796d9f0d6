package com.orchestrator.engine.expression;

import java.util.HashSet;
import java.util.Set;

/**
 * What an expression reads.
 *
 * @param roots names it starts from
 * @param tasks tasks it names
 */
public record References(Set<String> roots, Set<TaskReference> tasks) {

    public static final References NONE = new References(Set.of(), Set.of());

    public References {
        roots = Set.copyOf(roots);
        tasks = Set.copyOf(tasks);
    }

    /** What of a task is read. */
    public enum Kind {
        OUTPUT,
        STATE,
        ATTEMPTS,
        OTHER
    }

    /** One mention of a task. */
    public record TaskReference(String taskId, Kind kind) {
        static TaskReference of(String taskId, String field) {
            return new TaskReference(
                    taskId,
                    switch (field) {
                        case "output" -> Kind.OUTPUT;
                        case "state" -> Kind.STATE;
                        case "attempts" -> Kind.ATTEMPTS;
                        default -> Kind.OTHER;
                    });
        }
    }

    References and(References other) {
        Set<String> allRoots = new HashSet<>(roots);
        allRoots.addAll(other.roots);
        Set<TaskReference> allTasks = new HashSet<>(tasks);
        allTasks.addAll(other.tasks);
        return new References(allRoots, allTasks);
    }

    /** Ids of the tasks whose outputs are read. */
    Set<String> outputs() {
        Set<String> ids = new HashSet<>();
        tasks.stream()
                .filter(task -> task.kind() == Kind.OUTPUT || task.kind() == Kind.OTHER)
                .forEach(task -> ids.add(task.taskId()));
        return ids;
    }
}
