package com.orchestrator.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Works on warm servers, those of each checkout by turns. */
final class WorkBench {

    private static final int FAN_WIDTH = 20;
    private static final String COMPLETED = "COMPLETED";
    private static final String COMPENSATED = "COMPENSATED";

    private final BenchOptions options;
    private final Map<Checkout, Rig> rigs = new LinkedHashMap<>();

    WorkBench(BenchOptions options) {
        this.options = options;
    }

    void add(Checkout checkout, Rig rig) {
        rigs.put(checkout, rig);
    }

    Map<String, Object> run() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("environment", environment());
        report.put("servers", options.servers());
        for (WorkName name : options.works()) {
            report.put(name.name(), print(name, measured(name)));
        }
        return report;
    }

    private Map<String, String> environment() {
        Map<String, String> environment =
                Environment.read(rigs.values().iterator().next().database());
        System.out.println("Environment");
        environment.forEach((name, value) -> System.out.printf(Locale.ROOT, "  %-20s %s%n", name, value));
        return environment;
    }

    private Map<Checkout, List<Figures>> measured(WorkName name) {
        Map<Checkout, List<Figures>> measured = new LinkedHashMap<>();
        for (int i = 0; i < options.runs(); i++) {
            rigs.forEach((checkout, rig) -> measured.computeIfAbsent(checkout, first -> new ArrayList<>())
                    .add(work(name).run(rig, options.seconds())));
        }
        return measured;
    }

    private Work work(WorkName name) {
        int inFlight = options.inFlight();
        return switch (name) {
            case S1 -> new CallersWork(chain(), options.callers());
            case S3 -> new CallersWork(saga(), options.callers());
            case W1 -> new LoopWork(chain(), inFlight);
            case W1A -> new LoopWork(load(Workflows.foundChain(), "found", 5, COMPLETED), inFlight);
            case W2 ->
                new LoopWork(
                        load(Workflows.fan(FAN_WIDTH), "fan", FAN_WIDTH + 2, COMPLETED),
                        Math.max(1, inFlight / FAN_WIDTH));
            case W2B -> new WideWork();
            case W3 -> new LoopWork(saga(), inFlight);
            case W4 -> new QueueWork();
            case W5 -> new BacklogWork();
            case W6 -> new IdleWork();
            case W7 -> new RetentionWork(chain().shape(), inFlight);
        };
    }

    private static Load chain() {
        return load(Workflows.chain(), "chain", 5, COMPLETED);
    }

    private static Load saga() {
        return load(Workflows.saga(), "saga", 9, COMPENSATED);
    }

    private static Load load(String yaml, String workflow, int stepsPerRun, String endState) {
        return new Load(yaml, new ClosedLoop.Shape(workflow, Workflows.input(), 1), stepsPerRun, endState);
    }

    private static Map<String, Object> print(WorkName name, Map<Checkout, List<Figures>> measured) {
        System.out.printf(Locale.ROOT, "%n%s  %s%n", name, name.description());
        Map<String, Figures> medians = new LinkedHashMap<>();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("description", name.description());
        measured.forEach((checkout, runs) -> {
            medians.put(checkout.name(), Figures.median(runs));
            result.put(
                    "runs of " + checkout.name(),
                    runs.stream().map(Figures::values).toList());
        });
        Map<String, Map<String, Double>> columns = Comparison.of(medians);
        result.put("median", columns);
        table(columns, measured.values().iterator().next());
        return result;
    }

    /** Ours with what each run has come to, or ours, theirs and the ratio. */
    private static void table(Map<String, Map<String, Double>> columns, List<Figures> ours) {
        List<Map<String, Double>> all = List.copyOf(columns.values());
        if (all.size() > 1) {
            System.out.printf(Locale.ROOT, "  %-36s %12s %12s %12s%n", "", "this", "that", "ratio");
        }
        for (String figure : all.get(0).keySet()) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-36s", figure));
            all.forEach(column ->
                    line.append(String.format(Locale.ROOT, " %12s", shortly(column.getOrDefault(figure, Double.NaN)))));
            if (all.size() == 1 && ours.size() > 1) {
                line.append("   ")
                        .append(ours.stream()
                                .map(run -> shortly(run.get(figure)))
                                .toList());
            }
            System.out.println(line);
        }
    }

    private static String shortly(double value) {
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
