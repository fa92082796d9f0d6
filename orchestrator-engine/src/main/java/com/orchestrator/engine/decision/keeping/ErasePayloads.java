package com.orchestrator.engine.decision.keeping;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import org.jspecify.annotations.Nullable;

/** Says that what the run carries is erased, which destroys its key in the same transaction. For a run at rest: what goes on needs it. */
public record ErasePayloads(@Nullable String reason) implements RunCommand {

    @Override
    public boolean needsPayloads() {
        return false;
    }

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (RunState.isErased(run)) {
            return Verdict.ACCEPTED;
        }
        if (!run.state().isTerminal()) {
            return Verdict.refused(
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to erase the payloads of instance " + run.instanceId() + " in state " + RunState.ENDED
                            + ", but it is " + run.state());
        }
        if (!run.liveExecutions().isEmpty()) {
            return underWay(run.liveExecutions().get(0));
        }
        change.emit(new LifecycleEvent.PayloadsErased(reason));
        return Verdict.ACCEPTED;
    }

    /** A worker may still say that it is done, and then that is undone. */
    private static Verdict underWay(ExecutionRun execution) {
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to erase payloads that nobody works with, but attempt " + execution.attempt() + " of task "
                        + execution.task().key() + " is " + execution.state()
                        + "; wait for its worker, or for the end of its lease");
    }
}
