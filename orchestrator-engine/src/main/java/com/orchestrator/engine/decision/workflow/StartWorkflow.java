package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.decision.Forward;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.RunEvent;
import com.orchestrator.engine.decision.Verdict;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts a new run: its first event, and its first tasks unless the start is delayed. The run is empty before it. */
public record StartWorkflow(
        String runId,
        Payload input,
        Map<String, String> labels,
        Priority priority,
        @Nullable Instant startAt) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        boolean delayed = startAt != null && startAt.isAfter(change.now());
        var plan = change.run().plan();
        change.emit(
                new RunEvent.WorkflowStarted(
                        plan.namespace(),
                        plan.name(),
                        plan.revision(),
                        runId,
                        priority,
                        labels,
                        delayed ? startAt : null),
                input);
        if (!delayed) {
            new Forward(change).begin();
        }
        return Verdict.ACCEPTED;
    }
}
