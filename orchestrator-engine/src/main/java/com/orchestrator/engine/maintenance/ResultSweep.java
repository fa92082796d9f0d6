package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.store.ReadStore;
import java.util.Collection;
import java.util.UUID;

/** Finds results that callers of this server wait for and another server has brought about. */
public final class ResultSweep implements Chore {

    private final ReadStore reads;
    private final Wakeups wakeups;

    public ResultSweep(ReadStore reads, Wakeups wakeups) {
        this.reads = reads;
        this.wakeups = wakeups;
    }

    @Override
    public String name() {
        return "result-sweep";
    }

    @Override
    public int runOnce(int limit) {
        Collection<UUID> awaited = wakeups.awaitedResults();
        if (!awaited.isEmpty()) {
            reads.findAtRest(awaited).forEach(wakeups::resultIsThere);
        }
        return 0;
    }
}
