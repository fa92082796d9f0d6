package com.orchestrator.engine.simulation;

import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Random definitions that run each other, up to three levels deep. The first one is what callers start. */
final class Family {

    static final String NAMESPACE = "shop";
    static final String ROOT = "order";

    private static final int LEVELS_MAX = 3;

    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    /**
     * @param scarcity what there is too little of
     * @param sequels what comes after rollbacks
     */
    Family(Random random, Scarcity scarcity, Sequels sequels) {
        int levels = 1 + random.nextInt(LEVELS_MAX);
        for (int level = levels; level > 1; level--) {
            String name = "level" + level;
            shapes.put(name, new Shape(random, name, List.copyOf(shapes.values()), false, scarcity, sequels));
        }
        shapes.put(ROOT, new Shape(random, ROOT, List.copyOf(shapes.values()), true, scarcity, sequels));
    }

    Shape of(String workflow) {
        return Objects.requireNonNull(shapes.get(workflow), workflow);
    }

    List<WorkflowPlan> plans() {
        return shapes.values().stream().map(Shape::plan).toList();
    }

    /** What workers can do, with undos and probes. */
    List<String> taskTypes() {
        return shapes.values().stream()
                .flatMap(shape -> shape.works().keySet().stream())
                .map(Shape::baseOf)
                .distinct()
                .sorted()
                .flatMap(id -> Stream.of(id, "undo-" + id, "probe-" + id))
                .toList();
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
