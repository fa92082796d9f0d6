package com.orchestrator.engine.decision.workflow;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Admission;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.Claims;
import org.jspecify.annotations.Nullable;

/**
 * The run may have its turn: takes what it waits for, as far as there is room, and goes on.
 *
 * @param deadlockAt a name that it waits for in a circle of runs, and is to give up; null in all other cases
 */
public record TakeClaims(@Nullable String deadlockAt) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Claims claims = change.run().claims();
        Admission admission = new Admission(change);
        if (deadlockAt == null) {
            admission.takeTurn();
            return Verdict.ACCEPTED;
        }
        for (NodeKey key : claims.waiting()) {
            if (claims.awaitedBy(key).contains(deadlockAt) && claims.fence(deadlockAt) == null) {
                admission.breakDeadlock(key);
                return Verdict.ACCEPTED;
            }
        }
        return Verdict.ACCEPTED;
    }
}
