package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application can put around its handlers, and what a worker says of itself. */
@Timeout(60)
class WorkerHooksTest {

    private ScriptedServer server;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private WorkerBuilder builder() {
        return OrchestratorWorker.connect(server.uri())
                .drainTimeout(Duration.ofSeconds(5))
                .handle("work", Integer.class, Integer.class, (in, task) -> {
                    if (in < 0) {
                        throw TaskFailure.compensate("NEGATIVE");
                    }
                    return in;
                });
    }

    /** Notes how handlers end. */
    private static final class Ends implements WorkerListener {
        final List<String> all = new CopyOnWriteArrayList<>();
        final AtomicInteger polls = new AtomicInteger();

        @Override
        public void taskEnded(LeasedTask task, String outcome, Duration took) {
            all.add(task.taskType() + " " + outcome);
            assertThat(took).isPositive();
        }

        @Override
        public void polled(int tasks, Duration took) {
            polls.addAndGet(tasks);
        }
    }

    @Test
    void listeners_hearHowHandlersEnd_alsoWhenOneOfThemFails() {
        String good = server.offer("work", "1");
        String bad = server.offer("work", "-1");
        Ends ends = new Ends();
        WorkerListener broken = new WorkerListener() {
            @Override
            public void taskEnded(LeasedTask task, String outcome, Duration took) {
                throw new IllegalStateException("broken");
            }
        };
        try (OrchestratorWorker worker =
                builder().listener(broken).listener(ends).start()) {
            server.awaitReport(good);
            server.awaitReport(bad);
            assertThat(worker.health().isReady()).isTrue();
        }
        assertThat(ends.all).containsExactlyInAnyOrder("work succeeded", "work compensate");
        assertThat(ends.polls).hasValue(2);
    }

    @Test
    void interceptors_areAroundHandlers_theFirstOutside() {
        List<String> said = new CopyOnWriteArrayList<>();
        String task = server.offer("work", "1");
        TaskInterceptor outer = (context, inside) -> {
            said.add("outer " + context.taskType());
            Object output = inside.call();
            said.add("outer out");
            return output;
        };
        TaskInterceptor inner = (context, inside) -> {
            said.add("inner");
            return (Integer) inside.call() + 1;
        };
        try (OrchestratorWorker worker = builder().around(outer).around(inner).start()) {
            assertThat(server.awaitReport(task).get("output").asInt()).isEqualTo(2);
            assertThat(worker.health().isLive()).isTrue();
        }
        assertThat(said).containsExactly("outer work", "inner", "outer out");
    }

    @Test
    void whatAnInterceptorThrows_isTheHandlersFailure() {
        String task = server.offer("work", "1");
        TaskInterceptor closed = (context, inside) -> {
            throw TaskFailure.fatal("CLOSED");
        };
        try (OrchestratorWorker worker = builder().around(closed).start()) {
            assertThat(server.awaitReport(task).get("failure").get("code").asText())
                    .isEqualTo("CLOSED");
            assertThat(worker.health().isLive()).isTrue();
        }
    }

    @Test
    void health_isWhatTheWorkerIsAt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        OrchestratorWorker worker = builder()
                .maxConcurrent(7)
                .handle("slow", Integer.class, Integer.class, (in, task) -> {
                    begun.countDown();
                    goOn.await();
                    return in;
                })
                .build();
        assertThat(worker.health())
                .isEqualTo(new WorkerHealth(WorkerHealth.State.NEW, false, 0, 7, "Not heard of yet"));

        worker.start();
        String slow = server.offer("slow", "1");
        begun.await();
        assertThat(worker.health()).isEqualTo(new WorkerHealth(WorkerHealth.State.RUNNING, true, 1, 7, ""));

        Thread stopping = new Thread(worker::stop);
        stopping.start();
        while (worker.health().state() == WorkerHealth.State.RUNNING) {
            Thread.onSpinWait();
        }
        assertThat(worker.health().state()).isEqualTo(WorkerHealth.State.DRAINING);
        assertThat(worker.health().isReady()).isFalse();
        goOn.countDown();
        server.awaitReport(slow);
        stopping.join();
        assertThat(worker.health().state()).isEqualTo(WorkerHealth.State.STOPPED);
        assertThat(worker.health().running()).isZero();
    }

    @Test
    void aServerThatIsAway_isSaid_andTheWorkerIsLiveAllTheSame() {
        OrchestratorWorker worker = OrchestratorWorker.connect(URI.create("http://127.0.0.1:1"))
                .handle("work", Integer.class, Integer.class, (in, task) -> in)
                .start();
        try (worker) {
            assertThat(worker.health().isLive()).isTrue();
            assertThat(worker.health().isReady()).isFalse();
            assertThat(worker.health().problem()).contains("ConnectException");
        }
    }

    @Test
    void handlers_runOnThreadsOfSomebodyElsesMake() {
        String task = server.offer("named", "1");
        OrchestratorWorker worker = OrchestratorWorker.connect(server.uri())
                .threadFactory(work -> new Thread(work, "of-the-container"))
                .handle(
                        "named",
                        Integer.class,
                        String.class,
                        (in, context) -> Thread.currentThread().getName())
                .start();
        try (worker) {
            assertThat(server.awaitReport(task).get("output").asText()).isEqualTo("of-the-container");
        }
    }

    static class Adder {
        @TaskHandler("add")
        int add(List<Integer> in) {
            return in.get(0) + in.get(1);
        }

        @TaskHandler("twice")
        int twice(Integer in) {
            return -1;
        }
    }

    /** As proxies of frameworks are: they repeat the annotation, and lose the generic types. */
    static class AdderProxy extends Adder {
        @Override
        @TaskHandler("add")
        @SuppressWarnings({"unchecked", "rawtypes"})
        int add(List in) {
            return 100 + super.add(in);
        }

        @Override
        @TaskHandler(value = "double", concurrency = 2)
        int twice(Integer in) {
            return 2 * in;
        }
    }

    @Test
    void anOverride_standsForWhatItOverrides_withTheTypesOfWhatSaysThem() {
        String sum = server.offer("add", "[1,2]");
        String twice = server.offer("double", "21");
        OrchestratorWorker worker = OrchestratorWorker.connect(server.uri())
                .handlers(new AdderProxy())
                .start();
        try (worker) {
            assertThat(server.awaitReport(sum).get("output").asInt()).isEqualTo(103);
            assertThat(server.awaitReport(twice).get("output").asInt()).isEqualTo(42);
        }
    }
}
