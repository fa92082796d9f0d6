package com.orchestrator.engine.metrics;

import com.orchestrator.engine.service.Figure.Bucket;
import com.orchestrator.engine.service.Figure.Spread;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Durations by their length, from milliseconds to days. Adding one is a search among eleven bounds and two additions. */
final class DurationSpread {

    private static final double NANOS = 1e9;

    /** Seconds. The same for all, so that what waits, what runs and whole runs can be laid over each other. */
    private static final double[] BOUNDS = {0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120, 600, 3_600, 86_400};

    private final LongAdder[] counts = IntStream.rangeClosed(0, BOUNDS.length)
            .mapToObj(any -> new LongAdder())
            .toArray(LongAdder[]::new);
    private final LongAdder nanos = new LongAdder();

    /** Clocks of servers may be set back; nothing takes less than no time. */
    void add(Duration duration) {
        long took = duration.isNegative() ? 0 : duration.toNanos();
        nanos.add(took);
        counts[placeOf(took / NANOS)].increment();
    }

    private static int placeOf(double seconds) {
        int place = 0;
        while (place < BOUNDS.length && seconds > BOUNDS[place]) {
            place++;
        }
        return place;
    }

    Spread read(Map<String, String> labels) {
        return new Spread(
                labels,
                IntStream.rangeClosed(0, BOUNDS.length)
                        .mapToObj(place -> new Bucket(
                                place < BOUNDS.length ? BOUNDS[place] : Double.POSITIVE_INFINITY, counts[place].sum()))
                        .toList(),
                nanos.sum() / NANOS);
    }
}
