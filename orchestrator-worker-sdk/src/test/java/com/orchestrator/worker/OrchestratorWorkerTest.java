package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.worker.ScriptedServer.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrchestratorWorkerTest {

    private ScriptedServer server;
    private final List<OrchestratorWorker> workers = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void close() {
        workers.forEach(OrchestratorWorker::stop);
        server.close();
    }

    private WorkerBuilder builder() {
        return OrchestratorWorker.connect(server.uri()).drainTimeout(Duration.ofSeconds(5));
    }

    private OrchestratorWorker start(WorkerBuilder builder) {
        OrchestratorWorker worker = builder.start();
        workers.add(worker);
        return worker;
    }

    record Charge(String orderId, BigDecimal amount, Instant at) {}

    record Receipt(String chargeId, BigDecimal amount, Duration settledIn) {}

    static final class Shapes {
        @TaskHandler("both")
        Receipt both(Charge in, TaskContext context) {
            return new Receipt(context.idempotencyKey(), in.amount(), Duration.ofSeconds(90));
        }

        @TaskHandler("tree")
        JsonNode tree(JsonNode in) {
            return in;
        }

        @TaskHandler("context")
        String context(TaskContext context) {
            return context.headers().get("traceparent")
                    + context.lastHeartbeat(JsonNode.class).orElseThrow();
        }

        @TaskHandler("nothing")
        @Compensates("both")
        void nothing() {}

        @TaskHandler("later")
        CompletionStage<List<Integer>> later(List<Integer> in) {
            return CompletableFuture.supplyAsync(
                    () -> in.stream().map(i -> i + 1).toList());
        }
    }

    @Test
    void handlersOfEveryShape_readAndWriteTypedValues() {
        String both =
                server.offer("both", "{\"orderId\":\"o1\",\"amount\":12.50,\"at\":\"2026-11-21T10:00:00+01:00\"}");
        String tree = server.offer("tree", "{\"b\":1,\"a\":[2]}");
        String context = server.offer("context", "{}");
        String nothing = server.offer("nothing", "{}");
        String later = server.offer("later", "[1,2]");

        start(builder().handlers(new Shapes()));

        assertThat(server.awaitReport(both).get("output"))
                .hasToString("{\"chargeId\":\"shop/order/r1/t\",\"amount\":12.5,\"settledIn\":\"PT1M30S\"}");
        assertThat(server.awaitReport(tree).get("output")).hasToString("{\"b\":1,\"a\":[2]}");
        assertThat(server.awaitReport(context).get("output").asText()).isEqualTo("00-1{\"page\":7}");
        assertThat(server.awaitReport(nothing).get("output")).hasToString("{}");
        assertThat(server.awaitReport(later).get("output")).hasToString("[2,3]");
        assertThat(server.polls.get(0).get("queues")).hasSize(5);
    }

    @Test
    void resultsThatComeWhileAReportIsOut_goTogetherInTheNextOne() throws Exception {
        server.holdReports(true);
        CountDownLatch others = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        String first = server.offer("work", "0");
        for (int i = 1; i < 8; i++) {
            server.offer("work", String.valueOf(i));
        }
        start(builder().maxConcurrent(8).handle("work", Integer.class, Integer.class, (in, context) -> {
            if (in > 0) {
                others.await();
            }
            done.incrementAndGet();
            return in;
        }));
        server.awaitUntil(() -> server.reports.size() == 1);

        others.countDown();
        awaitTrue(() -> done.get() == 8);
        String last = server.offer("work", "0");
        server.holdReports(false);
        server.awaitReport(last);

        assertThat(server.reports.get(0).get("results")).hasSize(1);
        assertThat(server.reports
                        .get(0)
                        .get("results")
                        .get(0)
                        .get("executionId")
                        .asText())
                .isEqualTo(first);
        assertThat(server.reports.size()).isLessThan(8);
    }

    /** The handlers post their results right after they count; the loop may need a moment to have them all. */
    private static void awaitTrue(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void underLoad_slotsAreNeverExceeded() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> offered = new ArrayList<>();
        start(builder().maxConcurrent(5).handle("work", Integer.class, Integer.class, (in, context) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            return in;
        }));

        for (int i = 0; i < 500; i++) {
            offered.add(server.offer("work", String.valueOf(i)));
        }
        offered.forEach(server::awaitReport);

        assertThat(most.get()).isBetween(1, 5);
        assertThat(server.mostHeldAndAsked()).isLessThanOrEqualTo(5);
        assertThat(offered).allMatch(id -> server.timesAccepted(id) == 1);
    }

    static final class Limited {
        final CyclicBarrier two = new CyclicBarrier(2);
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        @TaskHandler(value = "narrow", concurrency = 2)
        int narrow(int in) throws Exception {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            two.await(10, TimeUnit.SECONDS);
            running.decrementAndGet();
            return in;
        }
    }

    @Test
    void typeWithItsOwnLimit_runsNoMoreThanThat_whicheverQueueItComesFrom() {
        Limited own = new Limited();
        Limited shared = new Limited();
        List<String> offered = new ArrayList<>();
        start(builder().handlers(own));
        start(builder().queues("mixed").handlers(shared));

        for (int i = 0; i < 20; i++) {
            offered.add(server.offer("narrow", "1"));
            offered.add(server.offer("mixed", "narrow", "1"));
        }
        offered.forEach(server::awaitReport);

        assertThat(own.most.get()).isEqualTo(2);
        assertThat(shared.most.get()).isEqualTo(2);
    }

    @Test
    void reportWhoseAnswerIsLost_isRepeatedAndCountsOnce() {
        server.faults(Fault.ANSWER_LOST, Fault.UNAVAILABLE, Fault.TOO_MANY);
        String id = server.offer("work", "1");

        OrchestratorWorker worker =
                start(builder().handle("work", Integer.class, Integer.class, (in, context) -> in + 1));
        server.awaitReport(id);
        worker.stop();

        assertThat(server.timesAccepted(id)).isEqualTo(1);
        assertThat(server.polls.stream().filter(poll -> !poll.get("results").isEmpty()))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(poll -> poll.get("results").get(0).get("output").asInt() == 2);
    }

    @Test
    void reportTheServerWillNotRead_isReplacedByOneThatSaysSo_andHoldsUpNoOther() {
        server.faults(Fault.UNREADABLE_WHEN_BIG);
        String big = server.offer("work", "2000");
        String small = server.offer("work", "1");

        start(builder().handle("work", Integer.class, String.class, (in, context) -> "x".repeat(in)));

        assertThat(server.awaitReport(small).get("output").asText()).isEqualTo("x");
        JsonNode failure = server.awaitReport(big).get("failure");
        assertThat(failure.get("kind").asText()).isEqualTo("suspend");
        assertThat(failure.get("code").asText()).isEqualTo("OUTPUT_REFUSED");
    }

    @Test
    void leaseLost_interruptsTheHandler_andItsFailureIsNotReported() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<String> told = new CompletableFuture<>();
        CountDownLatch callback = new CountDownLatch(1);
        String id = server.offer("work", "1");
        server.lose(id);
        OrchestratorWorker worker = start(builder()
                .lease(Duration.ofMillis(600))
                .onFailure((task, failure) -> told.complete(failure.code()))
                .handle("work", Integer.class, Integer.class, (in, context) -> {
                    context.onCancel(callback::countDown);
                    try {
                        new CountDownLatch(1).await();
                        return in;
                    } catch (InterruptedException e) {
                        interrupted.complete(context.isCancelRequested()
                                && context.remaining().isZero());
                        throw e;
                    }
                }));

        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told.get(20, TimeUnit.SECONDS)).isEqualTo("LEASE_LOST");
        assertThat(callback.await(20, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        assertThat(server.reports).isEmpty();
    }

    @Test
    void successAfterTheLeaseIsLost_isReportedAllTheSame_andItsRefusalIsSaid() {
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        String id = server.offer("work", "1");
        server.lose(id);
        start(builder()
                .lease(Duration.ofMillis(600))
                .onFailure((task, failure) -> told.add(failure.code()))
                .handle("work", Integer.class, Integer.class, (in, context) -> {
                    CountDownLatch never = new CountDownLatch(1);
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        assertThat(context.isCancelRequested()).isTrue();
                    }
                    return in;
                }));

        server.awaitUntil(() -> !server.reports.isEmpty());

        awaitTrue(() -> told.size() == 2);
        assertThat(told).containsExactlyInAnyOrder("LEASE_LOST", "FENCE_STALE");
        assertThat(server.timesAccepted(id)).isZero();
    }

    @Test
    void serverThatIsGone_endsTrustBeforeTheLeaseEnds() throws Exception {
        CompletableFuture<Duration> trusted = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        server.offer("work", "1");
        start(builder()
                .lease(Duration.ofMillis(900))
                .drainTimeout(Duration.ZERO)
                .handle("work", Integer.class, Integer.class, (in, context) -> {
                    long start = System.nanoTime();
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                        return in;
                    } catch (InterruptedException e) {
                        trusted.complete(Duration.ofNanos(System.nanoTime() - start));
                        throw e;
                    }
                }));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        server.close();

        assertThat(trusted.get(20, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void leaseIsRenewed_progressRidesAlong_andCancelReachesTheHandler() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        String id = server.offer("work", "1");
        start(builder().lease(Duration.ofMillis(900)).handle("work", Integer.class, Integer.class, (in, context) -> {
            context.heartbeat(Progress.of(3, 10).message("third"));
            context.onCancel(cancelled::countDown);
            cancelled.await();
            context.throwIfCancelled();
            return in;
        }));

        server.awaitUntil(() -> server.renewals.size() >= 5);
        server.cancel(id);

        JsonNode failure = server.awaitReport(id).get("failure");
        assertThat(failure.get("kind").asText()).isEqualTo("cancelled");
        assertThat(server.renewals.stream().filter(renewal -> renewal.has("progress")))
                .singleElement()
                .hasToString("{\"executionId\":\"" + id + "\",\"fenceToken\":101,"
                        + "\"progress\":{\"done\":3,\"total\":10,\"message\":\"third\"}}");
        assertThat(server.polls.stream().filter(poll -> !poll.get("renewals").isEmpty()))
                .allMatch(poll -> poll.get("wait").asText().equals("PT0S"));
    }

    @Test
    void stop_letsRunningTasksEnd_andTakesNothingNew() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        String running = server.offer("work", "1");
        OrchestratorWorker worker =
                start(builder().maxConcurrent(2).handle("work", Integer.class, Integer.class, (in, context) -> {
                    begun.countDown();
                    go.await();
                    return in;
                }));
        begun.await();

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(worker::stop);
        server.awaitUntil(() -> isLastBeat("DRAINING"));
        server.offer("work", "2");
        go.countDown();
        stopping.get(20, TimeUnit.SECONDS);

        assertThat(server.timesAccepted(running)).isEqualTo(1);
        assertThat(isLastBeat("STOPPED")).isTrue();
        worker.awaitShutdown();
    }

    @Test
    void stop_releasesWhatDoesNotEndInTime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        String stuck = server.offer("work", "1");
        OrchestratorWorker worker = start(builder()
                .drainTimeout(Duration.ofMillis(200))
                .handle("work", Integer.class, Integer.class, (in, context) -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        interrupted.countDown();
                    }
                    return in;
                }));
        begun.await();

        worker.stop();

        assertThat(server.released).containsExactly(stuck);
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.reports).isEmpty();
        assertThat(isLastBeat("STOPPED")).isTrue();
    }

    @Test
    void idleWorker_stopsAtOnce_thoughItsPollIsWaiting() throws Exception {
        OrchestratorWorker worker = start(builder().handle("work", Integer.class, Integer.class, (in, context) -> in));
        server.awaitUntil(() -> server.isWorkerWaiting());

        CompletableFuture.runAsync(worker::stop).get(10, TimeUnit.SECONDS);

        assertThat(isLastBeat("STOPPED")).isTrue();
    }

    @Test
    void taskOfAnUnknownType_isGivenBackAndSaid() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        String id = server.offer("mixed", "other", "1");
        start(builder()
                .queues("mixed")
                .onFailure((task, failure) -> told.complete(failure.message()))
                .handle("work", Integer.class, Integer.class, (in, context) -> in));

        assertThat(told.get(20, TimeUnit.SECONDS))
                .isEqualTo("Queue 'mixed' brought a task of type 'other', but this worker handles only [work]");
        server.awaitUntil(() -> server.released.contains(id));
    }

    @Test
    void taskOfAnotherNamespace_isGivenBackAndSaid() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        String id = server.offer("work", "1");
        OrchestratorWorker worker = OrchestratorWorker.fromEnvironment(
                        Map.of("ORCHESTRATOR_URL", server.uri().toString(), "ORCHESTRATOR_NAMESPACE", "bank"))
                .onFailure((task, failure) -> told.complete(failure.message()))
                .handle("work", Integer.class, Integer.class, (in, context) -> in)
                .start();
        workers.add(worker);

        assertThat(told.get(20, TimeUnit.SECONDS))
                .isEqualTo(
                        "Queue 'work' brought a task of namespace 'shop', but this worker does those of 'bank' only");
        server.awaitUntil(() -> server.released.contains(id));
        assertThat(server.reports).isEmpty();
    }

    @Test
    void taskOfItsOwnNamespace_isDone() {
        String id = server.offer("work", "1");

        start(builder().namespace("shop").handle("work", Integer.class, Integer.class, (in, context) -> in));

        assertThat(server.awaitReport(id).get("output").asInt()).isEqualTo(1);
    }

    static final class Busy {
        @TaskHandler(value = "busy", threads = TaskThreads.PLATFORM)
        String busy() {
            return Thread.currentThread().getName();
        }
    }

    @Test
    void handlerThatWishesPlatformThreads_runsOnOne() {
        String id = server.offer("busy", "{}");

        start(builder().handlers(new Busy()));

        assertThat(server.awaitReport(id).get("output").asText()).startsWith("orchestrator-task-");
    }

    private boolean isLastBeat(String state) {
        return !server.heartbeats.isEmpty()
                && server.heartbeats
                        .get(server.heartbeats.size() - 1)
                        .get("state")
                        .asText()
                        .equals(state);
    }
}
