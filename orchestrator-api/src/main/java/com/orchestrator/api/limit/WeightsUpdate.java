package com.orchestrator.api.limit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Other shares for some of the priorities; the others keep theirs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WeightsUpdate(
        @JsonProperty("P0") @Nullable Integer p0,
        @JsonProperty("P1") @Nullable Integer p1,
        @JsonProperty("P2") @Nullable Integer p2,
        @JsonProperty("P3") @Nullable Integer p3) {

    public WeightsUpdate {
        if (p0 == null && p1 == null && p2 == null && p3 == null) {
            throw LimitFaults.impossible(
                    "P0", "The weights name no priority", "write at least one of P0, P1, P2 and P3");
        }
        RingWeights.check(p0, "P0");
        RingWeights.check(p1, "P1");
        RingWeights.check(p2, "P2");
        RingWeights.check(p3, "P3");
    }

    /** All four of them. */
    public static WeightsUpdate of(RingWeights weights) {
        return new WeightsUpdate(weights.p0(), weights.p1(), weights.p2(), weights.p3());
    }

    RingWeights applyTo(RingWeights before) {
        return new RingWeights(
                Objects.requireNonNullElse(p0, before.p0()),
                Objects.requireNonNullElse(p1, before.p1()),
                Objects.requireNonNullElse(p2, before.p2()),
                Objects.requireNonNullElse(p3, before.p3()));
    }
}
