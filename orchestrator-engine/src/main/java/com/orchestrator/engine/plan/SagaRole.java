package com.orchestrator.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * What part a node plays in its saga.
 *
 * @param effect as the definition says it, or as the node's kind and its own fields imply; absent when only its place
 *     before or after a pivot can tell
 * @param pivot once the node has completed, nothing is undone without force
 * @param irreversible no undo can take its effect back
 */
public record SagaRole(@Nullable Effect effect, boolean pivot, boolean irreversible) {

    /** Nodes that touch nothing outside of their run. */
    public static final SagaRole NONE = new SagaRole(Effect.NONE, false, false);
}
