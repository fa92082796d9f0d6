package com.orchestrator.worker.effects;

/** What an undo came to, for this delivery and every other one. */
public enum UndoOutcome {
    /** There was an effect, and it is taken back. */
    UNDONE,
    /** There was none, and there will be none: a forward delivery that comes later is refused. */
    NOTHING_HAPPENED
}
