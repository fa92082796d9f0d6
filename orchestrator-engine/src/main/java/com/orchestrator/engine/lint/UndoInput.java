package com.orchestrator.engine.lint;

import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.expression.References;
import com.orchestrator.engine.plan.Node;
import java.util.Optional;

/** What the input of an undo reads, when the definition says one. */
final class UndoInput {

    static final String PLACE = "/compensate/input";

    private UndoInput() {}

    static Optional<References> of(Node.Task task) {
        return task.undo() != null && task.undo().input() instanceof HasReferences input
                ? Optional.of(input.references())
                : Optional.empty();
    }
}
