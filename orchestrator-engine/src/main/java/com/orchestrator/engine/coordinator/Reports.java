package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.task.CompleteTask;
import com.orchestrator.engine.decision.task.FailTask;

/** What a worker's last word means for the run. */
final class Reports {

    private Reports() {}

    static RunCommand command(String workerId, TaskReport report) {
        return report.failure() != null
                ? new FailTask(report.executionId(), workerId, report.fenceToken(), report.failure())
                : new CompleteTask(
                        report.executionId(),
                        workerId,
                        report.fenceToken(),
                        report.output() == null ? Payload.NULL : report.output());
    }
}
