package com.orchestrator.server.rest.wire;

import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.limit.Setting;
import com.orchestrator.api.limit.WeightsUpdate;
import com.orchestrator.server.rest.json.Refusals;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Bodies of calls that set limits: what is set, and why. */
public final class LimitBody {

    private LimitBody() {}

    /** {@code PATCH} of a queue. */
    public record Queue(
            @Nullable Boolean paused,
            @Nullable Setting<Integer> maxConcurrent,
            @Nullable Setting<RateLimit> rateLimit,
            @Nullable Setting<WeightsUpdate> weights,
            @Nullable Boolean strict,
            @Nullable String reason) {

        public QueueUpdate toUpdate() {
            QueueUpdate update = new QueueUpdate(paused, maxConcurrent, rateLimit, weights, strict);
            if (update.equals(QueueUpdate.NOTHING)) {
                throw Refusals.invalid(
                        "", "Nothing is to be changed", "give paused, maxConcurrent, rateLimit, weights or strict");
            }
            return update;
        }
    }

    /** {@code PUT} of a budget. */
    public record Budget(@Nullable Integer max, @Nullable String reason) {
        public com.orchestrator.api.limit.Budget toBudget() {
            return new com.orchestrator.api.limit.Budget(Required.value(max, "max"));
        }
    }

    /** {@code PUT} of what a fairness key gets. */
    public record Fairness(
            @Nullable Integer weight,
            @Nullable Integer maxConcurrent,
            @Nullable String reason) {
        public FairnessLimit toLimit() {
            return new FairnessLimit(weight, maxConcurrent);
        }
    }

    /** {@code PUT} of a breaker. */
    public record Breaker(
            @Nullable Integer failures,
            @Nullable Duration window,
            @Nullable Duration openFor,
            @Nullable String reason) {
        public com.orchestrator.api.limit.Breaker toBreaker() {
            return new com.orchestrator.api.limit.Breaker(
                    Required.value(failures, "failures"),
                    Required.value(window, "window"),
                    Required.value(openFor, "openFor"));
        }
    }

    /** {@code open} and {@code close} of a breaker. */
    public record Why(@Nullable String reason) {}
}
