package com.orchestrator.api.limit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.orchestrator.api.model.Priority;
import org.jspecify.annotations.Nullable;

/**
 * In which shares a queue hands out work of the four priorities while all of them have some, each 1 to 1,000.
 *
 * @param p0 of each {@code total()} tasks, so many are of priority P0
 */
public record RingWeights(
        @JsonProperty("P0") int p0,
        @JsonProperty("P1") int p1,
        @JsonProperty("P2") int p2,
        @JsonProperty("P3") int p3) {

    public static final RingWeights DEFAULT = new RingWeights(8, 4, 2, 1);

    private static final int MAX = 1_000;

    public RingWeights {
        check(p0, "P0");
        check(p1, "P1");
        check(p2, "P2");
        check(p3, "P3");
    }

    static void check(@Nullable Integer weight, String field) {
        if (weight != null) {
            LimitFaults.checkCount(
                    weight,
                    field,
                    MAX,
                    "a priority that is never served would wait for ever; set 'strict' for the order of priorities");
        }
    }

    public int of(Priority priority) {
        return switch (priority) {
            case P0 -> p0;
            case P1 -> p1;
            case P2 -> p2;
            case P3 -> p3;
        };
    }

    public int total() {
        return p0 + p1 + p2 + p3;
    }
}
