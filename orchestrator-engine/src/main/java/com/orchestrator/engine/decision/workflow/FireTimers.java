package com.orchestrator.engine.decision.workflow;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.outcome.Timers;

/** Does what is due: delayed starts, deadlines, waits, timeouts. A chore asks; asking too often does no harm. */
public record FireTimers() implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        new Timers(change).fireDue();
        return Verdict.ACCEPTED;
    }
}
