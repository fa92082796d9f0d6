package com.orchestrator.engine.run;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.Timer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the question whether a task happened stands. Changed only by applying events. */
public final class ProbeRun {

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

    /** Probes made so far. */
    public int executions() {
        return executions;
    }

    /** Event that carries the question. */
    public long inputSequence() {
        return inputSequence;
    }

    public @Nullable Instant firstReadyAt() {
        return firstReadyAt;
    }

    /** Attempts that count against the retry policy. */
    public int failures() {
        return failures;
    }

    public int lost() {
        return lost;
    }

    /** A question anew; attempts are counted on. */
    void restart() {
        firstReadyAt = null;
        failures = 0;
        lost = 0;
        gaveUp = false;
    }
}
