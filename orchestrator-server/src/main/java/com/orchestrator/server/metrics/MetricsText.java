package com.orchestrator.server.metrics;

import java.util.Map;
import java.util.TreeMap;

/** Writes the Prometheus text format, version 0.0.4. */
public final class MetricsText {

    private final StringBuilder text = new StringBuilder();

    /** Opens a metric; its samples follow. */
    public MetricsText metric(String name, Type type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    public MetricsText sample(String name, Map<String, String> labels, double value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{');
            new TreeMap<>(labels)
                    .forEach((label, word) -> text.append(label)
                            .append("=\"")
                            .append(escaped(word))
                            .append("\","));
            text.setCharAt(text.length() - 1, '}');
        }
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** What may be done with the numbers of a metric. */
    public enum Type {
        COUNTER,
        GAUGE;

        @Override
        public String toString() {
            return this == COUNTER ? "counter" : "gauge";
        }
    }
}
