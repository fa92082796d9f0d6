package com.orchestrator.bench;

import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskFailure;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The worker's process. Handlers read a record and give it back. It tells on its standard output how many last steps it
 * has done, which is how the driver knows how many runs have ended without asking the server.
 */
public final class BenchWorker {

    static final String STEP = "bench.step";
    static final String LAST = "bench.last";
    static final String NO = "bench.no";
    private static final Duration TELL_EVERY = Duration.ofMillis(20);

    private final LongAdder steps = new LongAdder();
    private final LongAdder lasts = new LongAdder();

    /** 200 bytes of JSON. */
    record Data(String text) {}

    private BenchWorker() {}

    /** @param words the server's URL and how many tasks to do at once */
    public static void main(String[] words) throws InterruptedException {
        var worker = new BenchWorker();
        worker.start(URI.create(words[0]), Integer.parseInt(words[1]));
        new CountDownLatch(1).await();
    }

    private void start(URI server, int concurrent) {
        OrchestratorWorker.connect(server)
                .handle(STEP, Data.class, Data.class, (data, context) -> counted(steps, data))
                .handle(LAST, Data.class, Data.class, (data, context) -> counted(lasts, data))
                .handle(NO, Data.class, Data.class, (data, context) -> {
                    steps.increment();
                    throw TaskFailure.compensate("NO", "the benchmark says no");
                })
                .maxConcurrent(concurrent)
                .start();
        Thread teller = new Thread(() -> tell(System.out), "teller");
        teller.setDaemon(true);
        teller.start();
    }

    private static Data counted(LongAdder counter, Data data) {
        counter.increment();
        return data;
    }

    private void tell(PrintStream out) {
        for (long told = -1; ; LockSupport.parkNanos(TELL_EVERY.toNanos())) {
            long done = lasts.sum();
            if (done != told) {
                told = done;
                out.println(done + " " + (steps.sum() + done));
                out.flush();
            }
        }
    }
}
