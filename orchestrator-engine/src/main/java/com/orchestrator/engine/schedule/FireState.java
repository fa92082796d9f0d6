package com.orchestrator.engine.schedule;

/** What has become of one time. */
public enum FireState {
    /** Its run is being started; a crash leaves it like this. */
    STARTING,
    /** Its run waits for its turn. */
    BUFFERED,
    /** Its run was started and had not ended when somebody last looked. */
    OPEN,
    /** Its run was started and is of no concern to later times any more. */
    STARTED,
    /** It was left out. */
    SKIPPED,
    /** Nobody got to it in time, or its run could not be started. */
    MISSED;

    /** Whether later times and looks have to know of it. */
    public boolean isUnsettled() {
        return this == STARTING || this == BUFFERED || this == OPEN;
    }

    /** Whether it may be done after all, by a backfill. */
    public boolean isLeftOut() {
        return this == SKIPPED || this == MISSED;
    }
}
