package com.orchestrator.examples.simplequeue;

import com.orchestrator.api.model.Priority;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.examples.simplequeue.Letter.Greeting;
import com.orchestrator.examples.simplequeue.Letter.Invoice;
import com.orchestrator.worker.JobClient;
import com.orchestrator.worker.JobHandle;
import com.orchestrator.worker.JobWorker;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Puts four letters into a queue in memory, one of them twice, and writes them. */
public final class SimpleQueue {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<String> printer;

    SimpleQueue(Consumer<String> printer) {
        this.printer = printer;
    }

    public static void main(String[] arguments) {
        new SimpleQueue(System.out::println).run();
    }

    void run() {
        try (EmbeddedOrchestrator orchestrator = EmbeddedOrchestrator.inMemory()) {
            List<JobHandle> letters = put(orchestrator.url());
            OrchestratorWorker worker = work(orchestrator.url());
            try (worker) {
                letters.forEach(letter -> printer.accept(
                        letter.jobId() + " " + letter.await(PATIENCE).state()));
            }
        }
    }

    private List<JobHandle> put(URI server) {
        JobClient jobs = JobClient.connect(server);
        JobHandle ada = jobs.enqueue(new Greeting("Ada"), job -> job.jobId("ada"));
        JobHandle again = jobs.enqueue(new Greeting("Ada"), job -> job.jobId("ada-again"));
        printer.accept("put again: " + again.jobId() + ", deduplicated: " + again.deduplicated());
        JobHandle linus = jobs.enqueue(
                new Invoice("Linus"),
                job -> job.jobId("linus").retry(retry -> retry.maxAttempts(3).initialInterval(Duration.ofMillis(100))));
        JobHandle tim =
                jobs.enqueue(new Greeting("Tim"), job -> job.jobId("tim").priority(Priority.P3));
        JobHandle grace =
                jobs.enqueue(new Greeting("Grace"), job -> job.jobId("grace").priority(Priority.P0));
        return List.of(grace, ada, linus, tim);
    }

    /** One after the other. */
    private OrchestratorWorker work(URI server) {
        return JobWorker.connect(server)
                .jobs(Letter.class)
                .run(Greeting.class, (job, task) -> printer.accept("Dear " + job.name()))
                .run(Invoice.class, this::write)
                .with(settings -> settings.name("writer").maxConcurrent(1))
                .start();
    }

    private void write(Invoice job, TaskContext task) {
        if (task.attempt() == 1) {
            throw TaskFailure.retryable("NO_ADDRESS");
        }
        printer.accept("Invoice for " + job.name() + ", attempt " + task.attempt());
    }
}
