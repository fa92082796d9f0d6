package com.orchestrator.api.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.LeasedTask;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a poll: one verdict per report and renewal, in order, and the tasks now leased to the worker.
 *
 * @param drain the worker was asked to end what it has begun and take no more; left out otherwise
 */
public record PollResponse(
        List<ReportVerdict> results,
        List<RenewalVerdict> renewals,
        List<LeasedTask> tasks,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean drain) {

    public PollResponse {
        results = List.copyOf(results);
        renewals = List.copyOf(renewals);
        tasks = List.copyOf(tasks);
    }

    public enum ReportStatus {
        ACCEPTED,
        REJECTED
    }

    public enum RenewalStatus {
        RENEWED,
        LOST
    }

    /** @param code why it was rejected */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReportVerdict(
            UUID executionId,
            ReportStatus status,
            @Nullable ErrorCode code,
            @Nullable String detail) {

        public static ReportVerdict accepted(UUID executionId) {
            return new ReportVerdict(executionId, ReportStatus.ACCEPTED, null, null);
        }

        public static ReportVerdict rejected(UUID executionId, ErrorCode code, String detail) {
            return new ReportVerdict(executionId, ReportStatus.REJECTED, code, detail);
        }
    }

    /** @param cancelRequested the worker should stop; its report is still welcome until the lease ends */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RenewalVerdict(
            UUID executionId,
            RenewalStatus status,
            @Nullable Instant leaseExpiresAt,
            boolean cancelRequested,
            @Nullable String taskToken) {

        public RenewalVerdict(
                UUID executionId, RenewalStatus status, @Nullable Instant leaseExpiresAt, boolean cancelRequested) {
            this(executionId, status, leaseExpiresAt, cancelRequested, null);
        }

        /** The same, with the token that stands for the lease. */
        public RenewalVerdict withTaskToken(String token) {
            return new RenewalVerdict(executionId, status, leaseExpiresAt, cancelRequested, token);
        }

        public static RenewalVerdict lost(UUID executionId) {
            return new RenewalVerdict(executionId, RenewalStatus.LOST, null, false);
        }
    }
}
