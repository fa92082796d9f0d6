package com.orchestrator.engine.expression;

import java.util.HashSet;
import java.util.Set;

/**
 * What an expression reads.
 *
 * @param roots names it starts from
 * @param tasks tasks it names
 * @param fields fields of roots that have to be there when it is evaluated
 */
public record References(Set<String> roots, Set<TaskReference> tasks, Set<RootField> fields) {

    public static final References NONE = new References(Set.of(), Set.of(), Set.of());

    public References {
        roots = Set.copyOf(roots);
        tasks = Set.copyOf(tasks);
        fields = Set.copyOf(fields);
    }

    /** {@code root.field}, for example {@code vars.total}. */
    public record RootField(String root, String field) {}

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
        Set<RootField> allFields = new HashSet<>(fields);
        allFields.addAll(other.fields);
        return new References(allRoots, allTasks, allFields);
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
