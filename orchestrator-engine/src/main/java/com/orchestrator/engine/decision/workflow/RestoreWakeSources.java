package com.orchestrator.engine.decision.workflow;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.wake.StoredWakeSources;
import com.orchestrator.engine.wake.WakeSources;

/**
 * Writes again what others find the run by, if it was lost, and starts whatever could run. To be held to the event at which
 * the rows were looked at.
 *
 * @param stored what was there
 */
public record RestoreWakeSources(StoredWakeSources stored) implements RunCommand {

    @Override
    public boolean needsPayloads() {
        return false;
    }

    @Override
    public Verdict decide(RunChange change) {
        WakeSources sources = WakeSources.of(change.run(), stored);
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
            case FORWARD, ROLLBACK -> new Forward(change).resume();
            case ENDED -> Forward.wayBack(change).advance();
            case STUCK -> {}
        }
    }
}
