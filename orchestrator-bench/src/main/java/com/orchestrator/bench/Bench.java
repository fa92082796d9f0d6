package com.orchestrator.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.Program;
import com.orchestrator.launcher.os.ShutdownStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code ./orchestrator bench}: runs the works that were asked for and prints what came out. */
public final class Bench {

    private static final String ETL = "ETL";

    private Bench() {}

    /** Ends the process: 0 measured, 1 not. */
    public static void main(String[] words) {
        Program.run(started -> {
            started.codeWhenStopped(Program.FAILED);
            if (words.length > 0 && words[0].equals(ETL)) {
                etl(EtlOptions.parse(List.of(words).subList(1, words.length)), started);
            } else {
                run(BenchOptions.parse(List.of(words)), started);
            }
            return 0;
        });
    }

    private static Path root() {
        return Path.of(System.getProperty("orchestrator.root"));
    }

    private static Path runs() throws IOException {
        return Files.createDirectories(root().resolve(".orchestrator").resolve("bench"));
    }

    private static void etl(EtlOptions options, ShutdownStack started) throws IOException {
        write(options.json(), EtlBench.run(root(), runs(), options, started));
    }

    private static void run(BenchOptions options, ShutdownStack started) throws IOException {
        Path root = root();
        Path runs = runs();
        List<Checkout> checkouts = Stream.concat(
                        Stream.of(Checkout.own(root)), options.against().map(Checkout::other).stream())
                .toList();
        Map<String, Object> report = new LinkedHashMap<>();
        if (options.start()) {
            report.put("START", FreshBench.run(runs, StartBench::new, checkouts, options.runs()));
        }
        if (options.warm()) {
            report.put(
                    "WARM",
                    FreshBench.run(
                            runs, directory -> new WarmBench(directory, options.callers()), checkouts, options.runs()));
        }
        if (!options.works().isEmpty()) {
            report.putAll(works(options, checkouts, runs, started));
        }
        write(options.json(), report);
    }

    private static void write(Optional<Path> json, Object report) throws IOException {
        if (json.isPresent()) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(json.get().toFile(), report);
        }
    }

    private static Map<String, Object> works(
            BenchOptions options, List<Checkout> checkouts, Path runs, ShutdownStack started) throws IOException {
        Path directory = Files.createTempDirectory(runs, "rig-");
        started.open(() -> () -> FileTree.delete(directory));
        WorkBench bench = new WorkBench(options);
        for (Checkout checkout : checkouts) {
            checkout.prepare(directory.resolve("prepare.log"));
            Path own = Files.createDirectory(directory.resolve(checkout.isOwn() ? "own" : "other"));
            bench.add(checkout, Rig.start(checkout, own, options.servers(), started));
        }
        return bench.run();
    }
}
