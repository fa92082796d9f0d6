package com.orchestrator.router;

import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of jobs that wait in the engine because the broker cannot have them that it is so. */
final class BrokerWaits {

    private static final Set<String> QUEUES =
            Arrays.stream(JobClass.values()).map(JobClass::queue).collect(Collectors.toUnmodifiableSet());

    /** What the engine says of work that nobody takes. */
    private static final Set<ReasonCode> UNTAKEN =
            Set.of(ReasonCode.NO_WORKER, ReasonCode.WORKERS_FULL, ReasonCode.HANDOVER_PENDING);

    private BrokerWaits() {}

    static boolean isConcerned(RouterConfig config, Explanation explanation) {
        return config.broker() != null && explanation.reasons().stream().anyMatch(BrokerWaits::isUntaken);
    }

    private static boolean isUntaken(Reason reason) {
        return UNTAKEN.contains(reason.code()) && reason.queue() != null && QUEUES.contains(reason.queue());
    }

    /** @param trouble of the broker, as the leader has it; null when there is none, and the relay will come to it */
    static Explanation explained(Explanation explanation, @Nullable String trouble) {
        return explanation.with(explanation.reasons().stream()
                .map(reason -> isUntaken(reason) ? waits(reason, trouble) : reason)
                .toList());
    }

    private static Reason waits(Reason reason, @Nullable String trouble) {
        return new Reason(
                ReasonCode.BROKER_PENDING,
                "It waits to be published to queue " + reason.queue() + " of the broker"
                        + (trouble == null ? "." : ": " + trouble + "."),
                reason.taskId(),
                reason.iteration(),
                reason.executionId(),
                reason.queue(),
                reason.workerId(),
                reason.actor(),
                reason.since(),
                reason.until(),
                reason.error(),
                reason.progress(),
                reason.waitsFor(),
                reason.actions());
    }
}
