package com.orchestrator.engine.decision.workflow;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.LifecycleEvent;
import org.jspecify.annotations.Nullable;

/** Stops a run without ending it: nothing new is leased, running attempts may report, deadlines stand still. */
public record PauseWorkflow(@Nullable String reason) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        return switch (change.run().state()) {
            case PAUSED -> Verdict.ACCEPTED;
            case RUNNING, SUSPENDED, COMPENSATING -> {
                change.emit(new LifecycleEvent.WorkflowPaused(reason));
                yield Verdict.ACCEPTED;
            }
            case COMPENSATION_FAILED, COMPLETED, FAILED, COMPENSATED, CANCELLED, TERMINATED ->
                Refusals.state("pause", change.run(), "RUNNING");
        };
    }
}
