package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.TaskReport;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about one execution, whose id stands in the path. */
public final class WorkerCall {

    private WorkerCall() {}

    /** {@code acquire}. */
    public record Acquire(String workerId) {
        public Acquire {
            workerId = Required.name(workerId, "workerId");
        }
    }

    /** {@code complete}; an absent output is JSON null. */
    public record Complete(
            String workerId, long fenceToken, @Nullable Payload output) {
        public Complete {
            workerId = Required.name(workerId, "workerId");
        }

        public TaskReport toReport(UUID executionId) {
            return TaskReport.success(executionId, fenceToken, output == null ? Payload.NULL : output);
        }
    }

    /** {@code fail}. */
    public record Fail(String workerId, long fenceToken, FailureBody failure) {
        public Fail {
            workerId = Required.name(workerId, "workerId");
            failure = Required.value(failure, "failure");
        }

        public TaskReport toReport(UUID executionId) {
            return TaskReport.failure(executionId, fenceToken, failure.toFailure());
        }
    }

    /** {@code renew}. */
    public record Renew(
            String workerId, long fenceToken, @Nullable Payload progress) {
        public Renew {
            workerId = Required.name(workerId, "workerId");
        }

        public LeaseRenewal toRenewal(UUID executionId) {
            return new LeaseRenewal(executionId, fenceToken, progress);
        }
    }

    /** {@code release}. */
    public record Release(String workerId, long fenceToken) {
        public Release {
            workerId = Required.name(workerId, "workerId");
        }
    }

    /** Answer to what was accepted. */
    public record Done(UUID executionId, Status status) {}

    /** What became of the call. */
    public enum Status {
        ACCEPTED,
        RELEASED
    }
}
