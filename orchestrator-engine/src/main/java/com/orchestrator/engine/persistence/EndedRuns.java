package com.orchestrator.engine.persistence;

import com.orchestrator.engine.persistence.sql.HoldEnded;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.store.RunRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Runs that had ended before something is appended to them, and so may have been deleted by others. */
final class EndedRuns {

    private EndedRuns() {}

    /**
     * Costs a statement only when there are such runs. Those that are there stay there until the end of the transaction.
     *
     * @return the runs that are gone
     */
    static Set<UUID> gone(Pipeline pipeline, Collection<RunRecord> records) {
        Set<UUID> ended = records.stream()
                .filter(RunRecord::hadEnded)
                .map(RunRecord::instanceId)
                .collect(Collectors.toSet());
        Set<UUID> gone = new HashSet<>(ended);
        if (!ended.isEmpty()) {
            gone.removeAll(UncheckedSql.wrap(() -> HoldEnded.run(pipeline.connection(), ended)));
        }
        return gone;
    }
}
