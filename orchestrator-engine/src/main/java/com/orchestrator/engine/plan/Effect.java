package com.orchestrator.engine.plan;

/** What a node does to the world outside, and so what a saga can do about it. */
public enum Effect {
    /** Nothing that would have to be undone. */
    NONE,
    /** Undone by its {@code compensate}. */
    COMPENSATABLE,
    /** Decides the saga: before it there is a way back, after it only forward. */
    PIVOT,
    /** Comes after the pivot and succeeds in the end, when it is only tried often enough. */
    RETRIABLE,
    /** No undo can take it back. */
    IRREVERSIBLE
}
