package com.orchestrator.engine.service;

import java.util.List;
import java.util.Map;

/**
 * One metric of the engine, as it is now. Names and labels are for good: dashboards depend on them. Labels of a sample are few and bounded:
 * states, queues, codes, never ids.
 */
public record Figure(String name, Kind kind, String help, List<Sample> samples) {

    public Figure {
        samples = List.copyOf(samples);
    }

    /** Whether it only ever rises while the engine lives. */
    public enum Kind {
        COUNTER,
        GAUGE
    }

    /** One number. */
    public record Sample(Map<String, String> labels, double value) {

        public Sample {
            labels = Map.copyOf(labels);
        }
    }
}
