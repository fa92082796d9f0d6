package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code dev} costs: CPU until it listens, and memory after 10,000 sagas of orders that are undone. Checkouts are
 * measured by turns, so that the hour is the same for each.
 *
 * @param directory for data and logs
 */
record StartBench(Path directory) {

    private static final int SAGAS = 10_000;
    private static final int BATCH = 200;
    private static final int OPEN_MAX = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** Medians of each checkout, and how the first stands to the second when there are two. */
    private Map<String, Map<String, Double>> run(List<Path> checkouts, int runs) throws IOException {
        List<List<Figures>> measured = new ArrayList<>();
        for (int number = 0; number < checkouts.size(); number++) {
            measured.add(new ArrayList<>());
            DevServer.prepare(checkouts.get(number), directory.resolve("prepare.log"));
            DevServer.start(checkouts.get(number), data(number), directory.resolve("first.log"))
                    .close();
        }
        for (int i = 0; i < runs; i++) {
            for (int number = 0; number < checkouts.size(); number++) {
                measured.get(number).add(once(checkouts.get(number), number));
            }
        }
        Map<String, Map<String, Double>> report = new LinkedHashMap<>();
        for (int number = 0; number < checkouts.size(); number++) {
            report.put(
                    checkouts.get(number).toString(),
                    Figures.median(measured.get(number)).values());
        }
        if (checkouts.size() == 2) {
            report.put("ratio", ratio(List.copyOf(report.values())));
        }
        print(report);
        return report;
    }

    private static Map<String, Double> ratio(List<Map<String, Double>> two) {
        Map<String, Double> ratio = new LinkedHashMap<>();
        two.get(0)
                .forEach((figure, value) -> ratio.put(figure, value / two.get(1).getOrDefault(figure, Double.NaN)));
        return ratio;
    }

    private static void print(Map<String, Map<String, Double>> report) {
        report.forEach((name, figures) -> {
            System.out.printf(Locale.ROOT, "%n%s%n", name);
            figures.forEach((figure, value) -> System.out.printf(Locale.ROOT, "  %-44s %10.2f%n", figure, value));
        });
    }

    /** The data stays from start to start, as it does for whoever uses dev. */
    private Figures once(Path checkout, int number) throws IOException {
        try (DevServer server = DevServer.start(checkout, data(number), directory.resolve("dev-" + number + ".log"))) {
            Figures figures = new Figures()
                    .put("CPU seconds to Listening", server.cpu())
                    .put("seconds to Listening", server.secondsToListen())
                    .put("MiB resident at Listening", server.residentMemory());
            runSagas(server);
            return figures.put("MiB resident after " + SAGAS + " sagas", server.residentMemory());
        }
    }

    private Path data(int number) {
        return directory.resolve("data-" + number);
    }

    private void runSagas(DevServer server) {
        Api api = new Api(List.of(server.url()));
        api.register(Workflows.saga());
        String item = new ClosedLoop.Shape("saga", Workflows.input(), 1).item();
        try (WorkerProcess worker = WorkerProcess.start(server.url(), OPEN_MAX, directory.resolve("worker.log"))) {
            for (int started = 0; started < SAGAS; started += BATCH) {
                awaitEnds(worker, started - OPEN_MAX + BATCH);
                api.start(item, BATCH).join();
            }
            awaitEnds(worker, SAGAS);
        }
    }

    private static void awaitEnds(WorkerProcess worker, long wanted) {
        if (!Await.until(LIMIT, PAUSE, () -> worker.lastSteps() >= wanted)) {
            throw new LaunchException("Of " + wanted + " sagas only " + worker.lastSteps() + " ended within " + LIMIT);
        }
    }

    /** In a directory that is gone afterwards. */
    static Map<String, Map<String, Double>> under(Path runs, List<Path> checkouts, int times) throws IOException {
        Path directory = Files.createTempDirectory(runs, "start-");
        try {
            return new StartBench(directory).run(checkouts, times);
        } finally {
            FileTree.delete(directory);
        }
    }
}
