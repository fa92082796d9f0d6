package com.orchestrator.engine.plan;

/** What becomes of a child when its parent no longer wants it, is rolled back or ends. */
public enum OnParentClose {
    /** Its effects are the parent's: the parent's rollback undoes them, also when it has completed. */
    COMPENSATE,
    /** While it goes on it is cancelled; what it has completed stays. */
    CANCEL,
    /** It goes its own way. */
    ABANDON
}
