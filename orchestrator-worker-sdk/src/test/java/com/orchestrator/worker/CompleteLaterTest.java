package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.api.request.PollResponse.RenewalStatus;
import com.orchestrator.api.request.PollResponse.RenewalVerdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that a handler leaves to somebody who reports them later. */
@Timeout(60)
class CompleteLaterTest {

    private ScriptedServer server;
    private OrchestratorClient client;
    private final List<OrchestratorWorker> workers = new ArrayList<>();
    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedServer();
        client = OrchestratorClient.connect(server.uri());
    }

    @AfterEach
    void close() {
        workers.forEach(OrchestratorWorker::stop);
        server.close();
    }

    private OrchestratorWorker start(TaskFunction<Integer, Integer> handler) {
        return start(
                OrchestratorWorker.connect(server.uri()).maxConcurrent(1).drainTimeout(Duration.ofMillis(200)),
                handler);
    }

    private OrchestratorWorker start(WorkerBuilder builder, TaskFunction<Integer, Integer> handler) {
        OrchestratorWorker worker = builder.onFailure((task, failure) -> told.add(failure.code()))
                .handle("work", Integer.class, Integer.class, handler)
                .start();
        workers.add(worker);
        return worker;
    }

    private Integer leave(Integer in, TaskContext context) {
        if (in == 0) {
            return 0;
        }
        tokens.add(context.completeLater(Duration.ofHours(2)).toString());
        return in;
    }

    @Test
    void taskThatIsLeft_isNotReported_keepsNoSlot_andOutlivesItsWorker() throws Exception {
        server.offer("work", "1");
        OrchestratorWorker worker = start(this::leave);
        String token = tokens.take();
        server.awaitReport(server.offer("work", "0"));
        worker.stop();

        assertThat(server.reports).hasSize(1);
        assertThat(server.released).isEmpty();
        assertThat(server.extensions).singleElement().satisfies(extension -> {
            assertThat(extension.get("lease").asText()).isEqualTo("PT2H");
            assertThat(extension.get("workerId").asText()).isEqualTo(worker.workerId());
        });

        client.task(token).complete(Map.of("paid", true));

        JsonNode report = server.singleReports.get(0);
        assertThat(report.get("output")).hasToString("{\"paid\":true}");
        assertThat(report.get("workerId").asText()).isEqualTo(worker.workerId());
        assertThat(told).isEmpty();
    }

    @Test
    void lateToken_isRefusedByName() throws Exception {
        server.offer("work", "1");
        start(this::leave);
        TaskHandle handle = client.task(tokens.take());

        handle.complete(null);

        assertThatThrownBy(() -> handle.fail(TaskFailure.fatal("NO")))
                .isInstanceOfSatisfying(OrchestratorProblemException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("FENCE_STALE");
                    assertThat(refusal.isRetryable()).isFalse();
                });
        assertThatThrownBy(() -> client.task(handle.token().toString().substring(0, 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The text is not a whole task token");
    }

    @Test
    void holderOfTheToken_failsAsAHandlerWould_andExtends() throws Exception {
        String id = server.offer("work", "1");
        start(this::leave);
        TaskHandle handle = client.task(tokens.take());

        RenewalVerdict wanted = handle.extend(Duration.ofDays(1));
        server.cancel(id);
        RenewalVerdict unwanted = handle.extend(Duration.ofDays(1));
        handle.fail(TaskFailure.compensate("DECLINED", "no").detail("bank", "x").after(Duration.ofSeconds(5)));

        assertThat(wanted.status()).isEqualTo(RenewalStatus.RENEWED);
        assertThat(wanted.cancelRequested()).isFalse();
        assertThat(unwanted.cancelRequested()).isTrue();
        assertThat(server.extensions.get(1).get("lease").asText()).isEqualTo("PT24H");
        assertThat(server.singleReports.get(0).get("failure"))
                .hasToString("{\"kind\":\"compensate\",\"code\":\"DECLINED\",\"message\":\"no\","
                        + "\"details\":{\"bank\":\"x\"},\"retryAfter\":\"PT5S\"}");
    }

    @Test
    void tokenUsedWhileTheHandlerStillRuns_isNoLossOfALease() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        server.offer("work", "1");
        start(
                OrchestratorWorker.connect(server.uri()).maxConcurrent(1).lease(Duration.ofMillis(600)),
                (in, context) -> {
                    tokens.add(context.completeLater().toString());
                    boolean interrupted = go.await(2, TimeUnit.SECONDS);
                    ended.complete(interrupted);
                    return in;
                });
        client.task(tokens.take()).complete(1);
        int before = server.renewals.size();
        server.awaitUntil(() -> server.renewals.size() > before);
        go.countDown();

        assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told).isEmpty();
        assertThat(server.reports).isEmpty();
    }

    @Test
    void handlerThatFailsAfterLeaving_failsItsTask() {
        String id = server.offer("work", "1");
        start((in, context) -> {
            context.completeLater();
            throw TaskFailure.fatal("NO_ROUTE");
        });

        assertThat(server.awaitReport(id).at("/failure/code").asText()).isEqualTo("NO_ROUTE");
    }

    @Test
    void lostLease_cannotBeLeftToAnybody() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        server.lose(server.offer("work", "1"));
        start((in, context) -> {
            try {
                context.completeLater();
            } catch (TaskCancelledException e) {
                thrown.complete(e);
            }
            return in;
        });

        assertThat(thrown.get(20, TimeUnit.SECONDS)).hasMessage("The lease of task t is lost");
    }

    @Test
    void timesThatCannotBe_areRefused_andADetachedContextHandsOutAToken() {
        TaskContext context = TaskContext.detached("work", "k");

        assertThatThrownBy(() -> context.completeLater(Duration.ZERO)).hasMessageContaining("1ms and 30d");
        assertThatThrownBy(() -> context.completeLater(Duration.ofDays(31))).hasMessageContaining("1ms and 30d");
        assertThat(TaskToken.parse(context.completeLater().toString()).executionId())
                .isEqualTo(context.executionId());
    }
}
