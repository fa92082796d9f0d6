package com.orchestrator.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.Program;
import com.orchestrator.launcher.os.ShutdownStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** {@code ./orchestrator bench}: runs the works that were asked for and prints what came out. */
public final class Bench {

    private static final int FAN_WIDTH = 20;

    private Bench() {}

    /** Ends the process: 0 measured, 1 not. */
    public static void main(String[] words) {
        Program.run(started -> {
            started.codeWhenStopped(Program.FAILED);
            run(BenchOptions.parse(List.of(words)), started);
            return 0;
        });
    }

    private static void run(BenchOptions options, ShutdownStack started) throws IOException {
        Path root = Path.of(System.getProperty("orchestrator.root"));
        Path runs = Files.createDirectories(root.resolve(".orchestrator").resolve("bench"));
        if (options.start()) {
            List<Path> checkouts =
                    Stream.concat(Stream.of(root), options.against().stream()).toList();
            write(options, StartBench.under(runs, checkouts, options.runs()));
            return;
        }
        Path directory = Files.createTempDirectory(runs, "rig-");
        started.open(() -> () -> FileTree.delete(directory));
        Rig rig = Rig.start(root, directory, options.servers(), started);
        Map<String, String> environment = Environment.read(rig.database());
        System.out.println("Environment");
        environment.forEach((name, value) -> System.out.printf(Locale.ROOT, "  %-20s %s%n", name, value));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("environment", environment);
        report.put("servers", options.servers());
        for (WorkName name : options.works()) {
            List<Figures> measured = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                measured.add(work(name, options).run(rig, options.seconds()));
            }
            report.put(name.name(), print(name, measured));
        }
        write(options, report);
    }

    private static void write(BenchOptions options, Object report) throws IOException {
        if (options.json().isPresent()) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(options.json().get().toFile(), report);
        }
    }

    private static Work work(WorkName name, BenchOptions options) {
        int inFlight = options.inFlight();
        String input = Workflows.input();
        return switch (name) {
            case W1 ->
                new LoopWork(Workflows.chain(), new ClosedLoop.Shape("chain", input, 1), 5, "COMPLETED", inFlight);
            case W1A ->
                new LoopWork(Workflows.foundChain(), new ClosedLoop.Shape("found", input, 1), 5, "COMPLETED", inFlight);
            case W2 ->
                new LoopWork(
                        Workflows.fan(FAN_WIDTH),
                        new ClosedLoop.Shape("fan", input, 1),
                        22,
                        "COMPLETED",
                        Math.max(1, inFlight / FAN_WIDTH));
            case W2B -> new WideWork();
            case W3 ->
                new LoopWork(Workflows.saga(), new ClosedLoop.Shape("saga", input, 1), 9, "COMPENSATED", inFlight);
            case W4 -> new QueueWork();
            case W5 -> new BacklogWork();
            case W6 -> new IdleWork();
            case W7 -> new RetentionWork(new ClosedLoop.Shape("chain", input, 1), inFlight);
        };
    }

    private static Map<String, Object> print(WorkName name, List<Figures> runs) {
        System.out.printf(Locale.ROOT, "%n%s  %s%n", name, name.description());
        Figures median = Figures.median(runs);
        median.values().forEach((figure, value) -> {
            List<String> all =
                    runs.stream().map(run -> shortly(run.get(figure))).toList();
            System.out.printf(Locale.ROOT, "  %-36s %12s   %s%n", figure, shortly(value), runs.size() > 1 ? all : "");
        });
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("description", name.description());
        result.put("median", median.values());
        result.put("runs", runs.stream().map(Figures::values).toList());
        return result;
    }

    private static String shortly(double value) {
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
