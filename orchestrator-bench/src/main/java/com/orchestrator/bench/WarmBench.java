package com.orchestrator.bench;

import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.ShutdownStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast a server is fast: callers that start chains and wait for them from the moment at which it listens, for five
 * minutes. Checkouts are measured by turns, each time with new processes.
 *
 * @param directory for data and logs
 */
record WarmBench(Path directory, int callers) implements FreshBench.Fresh {

    private static final int SECONDS = 300;
    private static final int STEP = 5;
    private static final int SETTLED_FROM = 240;
    private static final long SECOND = 1_000_000_000L;
    private static final double NEARLY = 0.9;

    @Override
    public void prepare(Checkout checkout, int number) throws IOException {
        checkout.prepare(directory.resolve("prepare.log"));
    }

    @Override
    public Figures once(Checkout checkout, int number) throws IOException {
        Path rigs = Files.createTempDirectory(directory, "warm-");
        try (ShutdownStack started = new ShutdownStack()) {
            return measured(Rig.start(checkout, rigs, 1, started));
        } finally {
            FileTree.delete(rigs);
        }
    }

    private Figures measured(Rig rig) {
        rig.hire();
        rig.api().register(Workflows.chain());
        List<Double> rates = new ArrayList<>();
        Figures figures = new Figures();
        ClosedLoop.Shape chain = new ClosedLoop.Shape("chain", Workflows.input(), 1);
        try (Callers calling = new Callers(rig.api(), chain).start(callers)) {
            long begin = System.nanoTime();
            while (rates.size() * STEP < SECONDS) {
                rates.add(rateUntil(begin + (rates.size() + 1L) * STEP * SECOND, calling));
                if (rates.size() * STEP == SETTLED_FROM) {
                    figures.put("compilers' CPU seconds in 240 s", rig.serverCompilersCpu());
                }
            }
        }
        double settled = mean(rates.subList(SETTLED_FROM / STEP, rates.size()));
        return figures.put("settled runs/s", settled)
                .put("seconds to 90 % of it", secondsTo(rates, NEARLY * settled))
                .put("runs/s in the first 30 s", mean(rates.subList(0, 30 / STEP)))
                .put("runs/s in the first 60 s", mean(rates.subList(0, 60 / STEP)))
                .put("MiB resident: server", rig.residentMemory());
    }

    private static double rateUntil(long end, Callers calling) {
        long before = calling.ended();
        long begin = System.nanoTime();
        LockSupport.parkNanos(end - begin);
        return (calling.ended() - before) / ((System.nanoTime() - begin) / (double) SECOND);
    }

    private static double mean(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** To the end of the first step in which it is so fast. */
    private static double secondsTo(List<Double> rates, double wanted) {
        int steps = 0;
        while (steps < rates.size() && rates.get(steps) < wanted) {
            steps++;
        }
        return (steps + 1.0) * STEP;
    }
}
