package com.orchestrator.worker;

/** The kind of threads a handler runs on. */
public enum TaskThreads {
    /** Virtual ones where the JVM has them (21 or newer), which are cheap to wait in; else {@link #PLATFORM}. */
    AUTO,
    /** Threads of the operating system: for work that computes rather than waits, or that pins its thread. */
    PLATFORM
}
