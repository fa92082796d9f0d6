package com.orchestrator.engine.decision.workflow;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.children.Children;
import com.orchestrator.engine.history.LifecycleEvent;
import org.jspecify.annotations.Nullable;

/** Lets a paused run go on, in the direction it was going. */
public record ResumeWorkflow(@Nullable String reason) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        return switch (change.run().state()) {
            case PAUSED -> {
                new Children(change).startHeld();
                change.emit(new LifecycleEvent.WorkflowResumed(reason));
                yield Verdict.ACCEPTED;
            }
            case RUNNING, COMPENSATING -> Verdict.ACCEPTED;
            case SUSPENDED, COMPENSATION_FAILED, COMPLETED, FAILED, COMPENSATED, CANCELLED, TERMINATED ->
                Refusals.state("resume", change.run(), "PAUSED");
        };
    }
}
