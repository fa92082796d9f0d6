package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.TaskReport;
import org.junit.jupiter.api.Test;

/** A run that waits for a person says why, as one that has ended does. */
class IncidentCauseTest {

    @Test
    void cause_isThatOfTheIncident_asLongAsItIsOpen() {
        try (OneTask one = new OneTask()) {
            LeasedTask task = one.poll();
            Failure failure =
                    new Failure(FailureKind.SUSPEND, "OUTPUT_UNWRITABLE", "A Receipt cannot be written", null, null);
            one.service()
                    .failTask("w", TaskReport.failure(task.executionId(), task.fenceToken(), failure))
                    .join();

            WorkflowInstance suspended = one.run(task.instanceId());
            assertThat(suspended.state()).isEqualTo(WorkflowState.SUSPENDED);
            assertThat(suspended.cause())
                    .isEqualTo(new Cause(
                            Cause.Kind.FAILED, "OUTPUT_UNWRITABLE", "A Receipt cannot be written", task.taskId(), 1));

            assertThat(one.retry(task.instanceId(), task.taskId()).cause()).isNull();
            assertThat(one.run(task.instanceId()).cause()).isNull();
        }
    }
}
