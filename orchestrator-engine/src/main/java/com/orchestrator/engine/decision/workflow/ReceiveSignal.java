package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.signal.Signals;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.run.TaskRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A signal for the run: taken by the task that waits for it, else kept for one that will. An id that was seen before under
 * the name has no second effect. Refused when the definition does not have the name, when no task can come to it any more,
 * when it fits no schema, and, unless a task waits for it, when too many wait already.
 */
public record ReceiveSignal(String name, String signalId, Payload payload) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (run.mailbox().hasSeen(name, signalId)) {
            return Verdict.ACCEPTED;
        }
        if (!isKnown(run.plan())) {
            return SignalRefusals.unknown(run.plan(), name);
        }
        if (!RunState.mayGoForward(run) && run.mailbox().takers(name).isEmpty()) {
            return Refusals.state("signal", run, "RUNNING");
        }
        return receive(change, run);
    }

    private boolean isKnown(WorkflowPlan plan) {
        return plan.signals().isDeclared(name) || plan.signals().isOpen();
    }

    /** What a run of the plan that has not begun would say to it. */
    public Verdict beforeStart(WorkflowPlan plan) {
        if (!isKnown(plan)) {
            return SignalRefusals.unknown(plan, name);
        }
        List<Node.Signal> takers = plan.signals().awaiting(name);
        boolean fits = takers.isEmpty() || takers.stream().anyMatch(node -> node.fits(payload));
        return fits
                ? Verdict.ACCEPTED
                : SignalRefusals.misfit(name, takers.get(0).faults(payload));
    }

    private Verdict receive(RunChange change, Run run) {
        Signals signals = new Signals(change);
        Optional<TaskRun> taker = signals.taker(name, payload);
        Map<String, String> faults = taker.isPresent() ? Map.of() : signals.faults(name, payload);
        if (!faults.isEmpty()) {
            return SignalRefusals.misfit(name, faults);
        }
        if (taker.isEmpty() && signals.isFull(name, payload)) {
            return SignalRefusals.full(run, name);
        }
        signals.receive(name, signalId, payload);
        taker.ifPresent(task -> take(change, task));
        return Verdict.ACCEPTED;
    }

    private void take(RunChange change, TaskRun task) {
        new Signals(change).take(task, signalId, payload);
        new Forward(change).settled(task);
    }
}
