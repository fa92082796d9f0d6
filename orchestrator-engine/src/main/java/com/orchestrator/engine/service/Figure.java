package com.orchestrator.engine.service;

import java.util.List;
import java.util.Map;

/**
 * One metric of the engine, as it is now. Names and labels are for good: dashboards depend on them. Labels of a sample are few and bounded:
 * states, queues, codes, never ids.
 *
 * @param samples of a counter or a gauge
 * @param spreads of a histogram
 */
public record Figure(String name, Kind kind, String help, List<Sample> samples, List<Spread> spreads) {

    public Figure {
        samples = List.copyOf(samples);
        spreads = List.copyOf(spreads);
    }

    /** A counter or a gauge. */
    public Figure(String name, Kind kind, String help, List<Sample> samples) {
        this(name, kind, help, samples, List.of());
    }

    /** How many values there were of each size. */
    public static Figure histogram(String name, String help, List<Spread> spreads) {
        return new Figure(name, Kind.HISTOGRAM, help, List.of(), spreads);
    }

    /** Counters only ever rise while the engine lives; so does each count of a histogram. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /** One number. */
    public record Sample(Map<String, String> labels, double value) {

        public Sample {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Values by their size.
     *
     * @param counts how many values each class has, the smallest first; not added up
     * @param sum of all values
     */
    public record Spread(Map<String, String> labels, List<Bucket> counts, double sum) {

        public Spread {
            labels = Map.copyOf(labels);
            counts = List.copyOf(counts);
        }
    }

    /** @param upTo the greatest value of the class; infinite for the last one */
    public record Bucket(double upTo, long count) {}
}
