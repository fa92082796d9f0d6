package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the question whether a task happened stands. Changed only by applying events. */
final class ProbeRun {

    @Nullable
    Payload input;

    long inputSequence;

    @Nullable
    Instant firstReadyAt;

    @Nullable
    Timer timer;

    int executions;
    int failures;
    int lost;
    boolean gaveUp;

    ProbeRun() {}

    /** A question anew; attempts are counted on. */
    void restart() {
        firstReadyAt = null;
        failures = 0;
        lost = 0;
        gaveUp = false;
    }
}
