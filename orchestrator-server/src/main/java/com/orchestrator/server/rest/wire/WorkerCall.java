package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.TaskReport;
import java.time.Duration;
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

    /** {@code renew}; with a {@code lease} the task is left to somebody who reports it later. */
    public record Renew(
            String workerId,
            long fenceToken,
            @Nullable Payload progress,
            @Nullable Duration lease) {
        public Renew {
            workerId = Required.name(workerId, "workerId");
        }

        public LeaseRenewal toRenewal(UUID executionId) {
            return new LeaseRenewal(executionId, fenceToken, progress, lease);
        }
    }

    /** {@code task-tokens/…/complete}; an absent output is JSON null. */
    public record TokenComplete(@Nullable Payload output) {
        public TaskReport toReport(TaskToken token) {
            return TaskReport.success(token.executionId(), token.fenceToken(), output == null ? Payload.NULL : output);
        }
    }

    /** {@code task-tokens/…/fail}. */
    public record TokenFail(FailureBody failure) {
        public TokenFail {
            failure = Required.value(failure, "failure");
        }

        public TaskReport toReport(TaskToken token) {
            return TaskReport.failure(token.executionId(), token.fenceToken(), failure.toFailure());
        }
    }

    /** {@code task-tokens/…/extend}; how long from now on. */
    public record TokenExtend(Duration lease) {
        public TokenExtend {
            lease = Required.value(lease, "lease");
        }

        public LeaseRenewal toRenewal(TaskToken token) {
            return new LeaseRenewal(token.executionId(), token.fenceToken(), null, lease);
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
