package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Admission;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.rollback.Pivots;
import com.orchestrator.engine.run.Claims;
import com.orchestrator.engine.run.Run;
import java.util.UUID;

/**
 * Another run takes the place of this one, which ends as if it was cancelled. One that can only go forward goes on, and so does one
 * that was to be replaced in the line and has had its turn before it heard of it.
 */
public record GiveWay(UUID to, String code) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (isInTheWay(run) && !Pivots.isPassed(run) && !hasLeftTheLine(run)) {
            String message = "Run " + to + " took its place";
            Forward.wayBack(change).begin(new Cause(Cause.Kind.CANCELLED, code, message, null, null));
            ByHand.endPause(change, message);
        }
        return Verdict.ACCEPTED;
    }

    /** It goes on, or goes back only to try again, if it does not wait for a person on the way, and may go all the way. */
    private static boolean isInTheWay(Run run) {
        boolean isUndone = run.plan().saga().compensateOn().contains(Cause.Kind.CANCELLED);
        boolean isStuck = run.phase() == Run.Phase.STUCK && run.rollbackThen() == CompensateRequest.Then.RETRY;
        return run.phase() == Run.Phase.FORWARD || (isUndone && (ByHand.turnsBack(run) || isStuck));
    }

    private boolean hasLeftTheLine(Run run) {
        return code.equals(Admission.COALESCED) && !run.claims().awaits(Claims.OF_RUN);
    }
}
