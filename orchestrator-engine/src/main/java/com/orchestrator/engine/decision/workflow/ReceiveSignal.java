package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.signal.Signals;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
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
        signals.waiting(name).ifPresent(task -> take(change, task));
        return Verdict.ACCEPTED;
    }

    private void take(RunChange change, TaskRun task) {
        Node.Signal node = (Node.Signal) task.node();
        new Forward(change).signalled(task, new Signals(change).consume(task, node, signalId, payload));
    }
}
