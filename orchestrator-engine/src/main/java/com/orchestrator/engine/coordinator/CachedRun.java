package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.store.InstanceRow;
import org.jspecify.annotations.Nullable;

/** A run in memory, and the row it is found by as far as this server knows; unknown after loading. */
final class CachedRun {

    private final Run run;
    private @Nullable InstanceRow row;

    CachedRun(Run run) {
        this.run = run;
    }

    Run run() {
        return run;
    }

    @Nullable
    InstanceRow row() {
        return row;
    }

    void rowIs(InstanceRow stored) {
        row = stored;
    }

    /** What is stored may be anything, so the next change writes it whole. */
    void rowIsUnknown() {
        row = null;
    }
}
