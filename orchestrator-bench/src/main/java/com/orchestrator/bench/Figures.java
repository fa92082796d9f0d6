package com.orchestrator.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named numbers, in the order in which they are to be read. */
final class Figures {

    private final Map<String, Double> values = new LinkedHashMap<>();

    Figures put(String name, double value) {
        values.put(name, value);
        return this;
    }

    double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no figure '" + name + "' in " + values.keySet());
        }
        return value;
    }

    Map<String, Double> values() {
        return values;
    }

    /** The median of each figure; of an even number of runs the lower one of the two in the middle. */
    static Figures median(List<Figures> runs) {
        Figures median = new Figures();
        for (String name : runs.get(0).values.keySet()) {
            List<Double> sorted = new ArrayList<>();
            runs.forEach(run -> sorted.add(run.get(name)));
            sorted.sort(null);
            median.put(name, sorted.get((sorted.size() - 1) / 2));
        }
        return median;
    }
}
