package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.outcome.Timers;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Does what is due: delayed starts, deadlines, waits, timeouts. A chore asks; asking too often does no harm.
 *
 * @param waits attempts that breakers have kept from being taken, and until when they may wait instead
 */
public record FireTimers(Map<UUID, Instant> waits) implements RunCommand {

    public FireTimers {
        waits = Map.copyOf(waits);
    }

    public FireTimers() {
        this(Map.of());
    }

    @Override
    public boolean needsPayloads() {
        return false;
    }

    @Override
    public Verdict decide(RunChange change) {
        if (!change.run().isPaused()) {
            waits.forEach((execution, until) -> extend(change, execution, until));
        }
        new Timers(change).fireDue();
        return Verdict.ACCEPTED;
    }

    private static void extend(RunChange change, UUID executionId, Instant until) {
        ExecutionRun execution = change.run().execution(executionId);
        if (execution != null && execution.state() == ExecutionState.READY && execution.mayWaitUntil() != null) {
            NodeKey key = execution.task().key();
            change.emit(new AttemptEvent.WaitExtended(key.taskId(), key.iteration(), executionId, until));
        }
    }
}
