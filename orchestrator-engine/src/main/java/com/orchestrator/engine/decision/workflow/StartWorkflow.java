package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.children.ParentReport;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.signal.Signals;
import com.orchestrator.engine.history.JobTerms;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.ParentRef;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a new run: its first event, and its first tasks unless the start is delayed. The run is empty before it.
 *
 * @param parent the task that starts it; null when somebody outside does
 * @param childRevisions revisions of the workflows that its tasks will start, by task id
 * @param job what it was put with; null unless it is a job
 * @param traceparent the trace that it is part of; null when nobody has said one
 */
public record StartWorkflow(
        String runId,
        Payload input,
        Map<String, String> labels,
        Priority priority,
        @Nullable Instant startAt,
        @Nullable ParentRef parent,
        Map<String, Integer> childRevisions,
        @Nullable JobTerms job,
        @Nullable String traceparent)
        implements RunCommand {

    public StartWorkflow {
        childRevisions = Map.copyOf(childRevisions);
    }

    @Override
    public Verdict decide(RunChange change) {
        create(change);
        begin(change);
        return Verdict.ACCEPTED;
    }

    private boolean isDelayed(RunChange change) {
        return startAt != null && startAt.isAfter(change.now());
    }

    /** It is there, and nothing has happened in it. */
    private void create(RunChange change) {
        var plan = change.run().plan();
        change.emit(
                new LifecycleEvent.WorkflowStarted(
                        plan.namespace(),
                        plan.name(),
                        plan.revision(),
                        runId,
                        priority,
                        labels,
                        isDelayed(change) ? startAt : null,
                        parent,
                        childRevisions.isEmpty() ? null : childRevisions,
                        job,
                        traceparent),
                input);
        if (parent != null && Boolean.TRUE.equals(parent.awaitsStart())) {
            ParentReport.tell(change, null);
        }
    }

    /** Its first tasks, unless they are to begin later. */
    private void begin(RunChange change) {
        if (!isDelayed(change)) {
            new Forward(change).begin();
        }
    }

    /** The same with a signal that is there before the first task begins. Who asks has looked whether the workflow takes it. */
    public record WithSignal(StartWorkflow start, ReceiveSignal signal) implements RunCommand {

        @Override
        public Verdict decide(RunChange change) {
            start.create(change);
            new Signals(change).receive(signal.name(), signal.signalId(), signal.payload());
            start.begin(change);
            return Verdict.ACCEPTED;
        }
    }
}
