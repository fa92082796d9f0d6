package com.orchestrator.engine.simulation;

import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Random definitions that run each other, up to three levels deep. The first one is what callers start. */
final class Family {

    static final String ROOT = "order";

    private static final int LEVELS_MAX = 3;

    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    /** @param scarce draws what only so many runs may hold */
    Family(Random random, Random scarce) {
        int levels = 1 + random.nextInt(LEVELS_MAX);
        for (int level = levels; level > 1; level--) {
            String name = "level" + level;
            shapes.put(name, new Shape(random, name, List.copyOf(shapes.values()), false, scarce));
        }
        shapes.put(ROOT, new Shape(random, ROOT, List.copyOf(shapes.values()), true, scarce));
    }

    Shape of(String workflow) {
        return Objects.requireNonNull(shapes.get(workflow), workflow);
    }

    List<WorkflowPlan> plans() {
        return shapes.values().stream().map(Shape::plan).toList();
    }

    /** Signals that any of them waits for, in a fixed order. */
    List<String> signals() {
        return shapes.values().stream()
                .flatMap(shape -> shape.signals().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The definitions, for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        shapes.values().forEach(shape -> lines.addAll(shape.lines()));
        return lines;
    }
}
