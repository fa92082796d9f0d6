package com.orchestrator.engine.metrics;

/** How attempts end that nobody has called off, as far as the engine knows. */
enum AttemptOutcome {
    SUCCEEDED,
    FAILED,
    UNKNOWN,
    TIMED_OUT,
    LOST
}
