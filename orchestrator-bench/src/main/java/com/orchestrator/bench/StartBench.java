package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code dev} costs: CPU until it listens, and memory after 10,000 sagas of orders that are undone.
 *
 * @param directory for data and logs
 */
record StartBench(Path directory) implements FreshBench.Fresh {

    private static final int SAGAS = 10_000;
    private static final int BATCH = 200;
    private static final int OPEN_MAX = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** Quick starts are prepared by a demo, and the data is made by a first start. */
    @Override
    public void prepare(Checkout checkout, int number) throws IOException {
        DevServer.prepare(checkout.root(), directory.resolve("prepare.log"));
        DevServer.start(checkout.root(), data(number), directory.resolve("first.log"))
                .close();
    }

    /** The data stays from start to start, as it does for whoever uses dev. */
    @Override
    public Figures once(Checkout checkout, int number) throws IOException {
        try (DevServer server =
                DevServer.start(checkout.root(), data(number), directory.resolve("dev-" + number + ".log"))) {
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
}
