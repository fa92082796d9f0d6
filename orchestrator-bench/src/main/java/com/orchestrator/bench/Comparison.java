package com.orchestrator.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of one checkout, or of two and how the first stands to the second. */
final class Comparison {

    private Comparison() {}

    /** @return what was printed */
    static Map<String, Map<String, Double>> print(Map<String, Figures> byName) {
        Map<String, Map<String, Double>> report = of(byName);
        report.forEach((name, figures) -> {
            System.out.printf(Locale.ROOT, "%n%s%n", name);
            figures.forEach((figure, value) -> System.out.printf(Locale.ROOT, "  %-44s %10.2f%n", figure, value));
        });
        return report;
    }

    static Map<String, Map<String, Double>> of(Map<String, Figures> byName) {
        Map<String, Map<String, Double>> report = new LinkedHashMap<>();
        byName.forEach((name, figures) -> report.put(name, figures.values()));
        if (byName.size() == 2) {
            report.put("ratio", ratio(List.copyOf(byName.values())));
        }
        return report;
    }

    private static Map<String, Double> ratio(List<Figures> two) {
        Map<String, Double> ratio = new LinkedHashMap<>();
        two.get(0)
                .values()
                .forEach((figure, value) ->
                        ratio.put(figure, value / two.get(1).values().getOrDefault(figure, Double.NaN)));
        return ratio;
    }
}
