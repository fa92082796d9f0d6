package com.orchestrator.server.rest.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.server.rest.param.Wait;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Body of a poll. Defaults: {@code max} 10, {@code wait} 30 s when nothing is reported. Jackson hands null to the constructor
 * for a list that is absent.
 *
 * @param <R> a result as it is read
 * @param <L> a renewal as it is read
 */
public record PollBody<R, L>(
        @Nullable String workerId,
        List<String> queues,
        @Nullable Integer max,
        @JsonProperty("wait") @Nullable Duration waitTime,
        @Nullable Duration lease,
        List<R> results,
        List<L> renewals) {

    private static final int DEFAULT_MAX = 10;
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

    public PollBody {
        queues = queues == null ? List.of() : queues;
        results = results == null ? List.of() : results;
        renewals = renewals == null ? List.of() : renewals;
    }

    /** @param named what a worker that calls itself so is called by the engine */
    public PollRequest toRequest(UnaryOperator<String> named, List<TaskReport> reports, List<LeaseRenewal> leases) {
        return new PollRequest(
                named.apply(Required.name(workerId, "workerId")),
                Required.names(queues, "queues"),
                max == null ? DEFAULT_MAX : max,
                results.isEmpty() ? new Wait(waitTime == null ? DEFAULT_WAIT : waitTime).duration() : Duration.ZERO,
                lease,
                reports,
                leases);
    }
}
