package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.rollback.Pivots;
import com.orchestrator.engine.run.Run;
import java.util.UUID;

/** Another run takes the place of this one, which ends as if it was cancelled. One that can only go forward goes on. */
public record GiveWay(UUID to, String code) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (run.phase() == Run.Phase.FORWARD && !Pivots.isPassed(run)) {
            String message = "Run " + to + " took its place";
            Forward.wayBack(change).begin(new Cause(Cause.Kind.CANCELLED, code, message, null, null));
            ByHand.endPause(change, message);
        }
        return Verdict.ACCEPTED;
    }
}
