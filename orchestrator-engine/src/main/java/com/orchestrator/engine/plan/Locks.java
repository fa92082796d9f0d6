package com.orchestrator.engine.plan;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Semantic locks that a task takes before it starts, or a run before its first task. They are held through the undo.
 *
 * @param until the task with whose end they are given back; the end of the run when absent
 */
public record Locks(List<KeyTemplate> names, @Nullable String until) {

    public static final Locks NONE = new Locks(List.of(), null);

    public Locks {
        names = List.copyOf(names);
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** Every expression in it. */
    Stream<Template> templates() {
        return names.stream().map(KeyTemplate::template);
    }
}
