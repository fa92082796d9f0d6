package com.orchestrator.engine.run;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the queue of undos of a run up to date. It is made when a rollback first asks; runs that go forward have none. */
final class PendingUndos {

    private final Run run;
    private final Set<TaskRun> changed = new LinkedHashSet<>();
    private @Nullable UndoQueue queue;

    PendingUndos(Run run) {
        this.run = run;
    }

    UndoQueue queue() {
        if (queue == null) {
            queue = UndoQueue.of(run);
        }
        changed.forEach(queue::update);
        changed.clear();
        return queue;
    }

    void changed(TaskRun task) {
        if (queue != null) {
            changed.add(task);
        }
    }

    void forget() {
        queue = null;
        changed.clear();
    }
}
