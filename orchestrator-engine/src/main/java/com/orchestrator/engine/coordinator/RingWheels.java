package com.orchestrator.engine.coordinator;

import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.engine.limit.LimitBook;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The wheel of each queue of this server. It begins anew when somebody has set other shares. */
final class RingWheels {

    private final Supplier<LimitBook> limits;
    private final Map<String, Turning> wheels = new ConcurrentHashMap<>();

    /** What is set for a queue, and the wheel that goes by it. */
    private record Turning(boolean strict, RingWeights weights, RingWheel wheel) {

        static Turning of(boolean strict, RingWeights weights) {
            return new Turning(strict, weights, strict ? RingWheel.strict() : RingWheel.weighted(weights));
        }
    }

    RingWheels(Supplier<LimitBook> limits) {
        this.limits = limits;
    }

    RingWheel of(String queue) {
        LimitBook book = limits.get();
        boolean strict = book.isStrict(queue);
        RingWeights weights = book.ringWeights(queue);
        return wheels.compute(
                        queue,
                        (name, turning) -> turning != null
                                        && turning.strict() == strict
                                        && turning.weights().equals(weights)
                                ? turning
                                : Turning.of(strict, weights))
                .wheel();
    }
}
