package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.decision.workflow.StartWorkflow;
import java.time.Instant;
import java.util.Map;

/** Ways to start a run. */
public final class Starts {

    private Starts() {}

    public static StartWorkflow now() {
        return new StartWorkflow(
                "run-1", Payload.EMPTY_OBJECT, Map.of(), Priority.DEFAULT, null, null, Map.of(), null, null);
    }

    /** Of a workflow in which a task starts another one, of its first revision. */
    public static StartWorkflow withChild(String taskId) {
        return new StartWorkflow(
                "run-1", Payload.EMPTY_OBJECT, Map.of(), Priority.DEFAULT, null, null, Map.of(taskId, 1), null, null);
    }

    public static StartWorkflow at(Instant moment) {
        return new StartWorkflow(
                "run-1", Payload.EMPTY_OBJECT, Map.of(), Priority.DEFAULT, moment, null, Map.of(), null, null);
    }
}
