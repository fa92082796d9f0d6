package com.orchestrator.bench;

import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code bench ETL}: rows a second of extract and load, beside those of the libraries and of the databases alone, by turns and in
 * processes of the same size.
 */
final class EtlBench {

    private static final int WARM_UP_ROWS = 1_000_000;

    private final SalesFile sales;
    private final EtlProcess process;

    private EtlBench(SalesFile sales, EtlProcess process) {
        this.sales = sales;
        this.process = process;
    }

    static Map<String, Object> run(Path root, Path runs, EtlOptions options, ShutdownStack started) throws IOException {
        Path directory = Files.createTempDirectory(runs, "etl-");
        started.open(() -> () -> FileTree.delete(directory));
        PostgresBinaries binaries =
                PostgresBinaries.unpackInto(root.resolve(".orchestrator").resolve("cache"));
        Database database = started.open(() -> Database.start(binaries, directory.resolve("postgres")));
        Map<String, String> environment = Environment.read(database);
        environment.forEach((name, value) -> System.out.printf(Locale.ROOT, "  %-20s %s%n", name, value));
        Path folder = Files.createDirectory(directory.resolve("files"));
        EtlBench bench = new EtlBench(
                SalesFile.write(folder.resolve("sales.csv"), options.rows()),
                new EtlProcess(
                        System.getProperty("orchestrator.etl"),
                        SalesFile.write(folder.resolve("warm-up.csv"), WARM_UP_ROWS)
                                .path(),
                        folder,
                        database.postgres()));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("environment", environment);
        report.put("rows", options.rows());
        for (EtlRoute route : EtlRoute.values()) {
            report.put(route.name(), bench.route(route, options.runs()).values());
        }
        return report;
    }

    private Figures route(EtlRoute route, int runs) throws IOException {
        List<Figures> measured = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            measured.add(byTurns(route));
        }
        Figures median = Figures.median(measured);
        System.out.printf(Locale.ROOT, "%n%s, %,d rows%n", route.description(), sales.rows());
        median.values()
                .forEach((figure, value) -> System.out.printf(
                        Locale.ROOT,
                        "  %-44s %12s   %s%n",
                        figure,
                        shown(value),
                        measured.stream().map(one -> shown(one.get(figure))).toList()));
        return median;
    }

    private Figures byTurns(EtlRoute route) throws IOException {
        Map<EtlMover, EtlProcess.Measured> by = new EnumMap<>(EtlMover.class);
        for (EtlMover mover : EtlMover.values()) {
            EtlProcess.Measured measured = process.run(mover, route, sales.path());
            if (!measured.result().equals(sales.rows() + " " + sales.sum())) {
                throw new LaunchException(mover + " moved " + measured.result() + " to " + route + ", not "
                        + sales.rows() + " " + sales.sum());
            }
            by.put(mover, measured);
        }
        Figures figures = new Figures();
        by.forEach((mover, measured) -> {
            String name = mover.name().toLowerCase(Locale.ROOT);
            figures.put(rate(mover), sales.rows() / measured.seconds());
            figures.put(name + ": ns of its own CPU a row", 1e9 * measured.cpu() / sales.rows());
            figures.put(name + ": MiB at most", measured.megabytes());
        });
        double ours = figures.get(rate(EtlMover.CONNECTORS));
        figures.put("connectors / libraries", ours / figures.get(rate(EtlMover.LIBRARIES)));
        figures.put("connectors / databases", ours / figures.get(rate(EtlMover.DATABASES)));
        return figures;
    }

    private static String rate(EtlMover mover) {
        return mover.name().toLowerCase(Locale.ROOT) + ": rows/s";
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }
}
