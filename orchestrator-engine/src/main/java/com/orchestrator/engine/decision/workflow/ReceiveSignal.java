package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Signals;
import com.orchestrator.engine.decision.Verdict;
import java.util.Map;

/**
 * A message for the run. Buffered when no task waits for it yet; an id that was seen before has no second effect. Refused
 * when the run has ended, when the waiting task's schema objects, or when too many messages wait already.
 */
public record ReceiveSignal(String name, String signalId, Payload payload) implements RunCommand {

    private static final int BUFFERED_MAX = 1_000;

    @Override
    public Verdict decide(RunChange change) {
        Signals signals = new Signals(change);
        if (signals.hasSeen(signalId)) {
            return Verdict.ACCEPTED;
        }
        if (change.run().phase() == Run.Phase.ENDED) {
            return Refusals.state("signal", change.run(), "RUNNING");
        }
        if (signals.bufferedCount() >= BUFFERED_MAX) {
            return Verdict.refused(
                    ErrorCode.TOO_MANY_REQUESTS, BUFFERED_MAX + " signals of this run are waiting to be consumed");
        }
        Map<String, String> faults = signals.faults(name, payload);
        if (!faults.isEmpty()) {
            return Verdict.refused(ErrorCode.INPUT_INVALID, "Signal " + name + " does not fit its schema: " + faults);
        }
        signals.receive(name, signalId, payload);
        return Verdict.ACCEPTED;
    }
}
