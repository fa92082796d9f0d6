package com.orchestrator.engine.decision.workflow;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.WakeSources;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes again what others find the run by, if it was lost, and starts whatever could run. To be held to the event at which
 * the rows were looked at.
 *
 * @param rows attempts of the run that have a row
 * @param storedWakeAt what the run's own row says
 * @param isWatched whether somebody will look at leases that have no row
 */
public record RestoreWakeSources(Set<UUID> rows, @Nullable Instant storedWakeAt, boolean isWatched)
        implements RunCommand {

    public RestoreWakeSources {
        rows = Set.copyOf(rows);
    }

    @Override
    public Verdict decide(RunChange change) {
        WakeSources sources = WakeSources.of(change.run(), rows, storedWakeAt, isWatched);
        for (ExecutionRun execution : sources.lost()) {
            NodeKey key = execution.task().key();
            change.emit(new AttemptEvent.WakeSourceRestored(key.taskId(), key.iteration(), execution.executionId()));
        }
        if (sources.wakesTooLate()) {
            change.emit(new AttemptEvent.WakeSourceRestored(null, null, null));
        }
        if (sources.isIdle()) {
            startWhatCouldRun(change);
        }
        return Verdict.ACCEPTED;
    }

    private static void startWhatCouldRun(RunChange change) {
        switch (change.run().phase()) {
            case FORWARD -> new Forward(change).resume();
            case ROLLBACK, ENDED -> Forward.wayBack(change).advance();
            case STUCK -> {}
        }
    }
}
