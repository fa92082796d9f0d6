package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.WorkerIdentity;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.EngineStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people see of workers and queues, over two servers. */
class FleetTest {

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: two
            tasks:
              - { id: a, task: work }
              - { id: b, task: work }
            """;

    private final SettableClock clock = SettableClock.standing();
    private final EngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine first = engine();
    private final SteppedEngine second = engine();

    private SteppedEngine engine() {
        return new SteppedEngine(EngineConfig.DEFAULT, store, List.of(), clock, new Random(1), nanos -> {});
    }

    @BeforeEach
    void start() {
        first.workflows().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
        start("r1");
        start("r2");
    }

    private void start(String runId) {
        first.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "test", "two", runId, Payload.EMPTY_OBJECT, Map.of(), null, null, null, null));
        first.settle();
    }

    private static PollResponse poll(
            SteppedEngine engine, int max, List<TaskReport> reports, List<LeaseRenewal> renewals) {
        CompletableFuture<PollResponse> answer =
                engine.tasks().poll(new PollRequest("w", List.of("work"), max, Duration.ZERO, null, reports, renewals));
        engine.settle();
        return answer.join();
    }

    private static TaskReport success(LeasedTask task) {
        return TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT);
    }

    private static String queue(SteppedEngine engine) {
        var queue = engine.fleet().getQueue("work");
        return queue.ready() + " ready, " + queue.leased() + " leased, " + queue.pollers() + " ask";
    }

    @Test
    void leases_countFromTheMomentTheyAreGiven_withAndWithoutARow() {
        assertThat(queue(first)).isEqualTo("2 ready, 0 leased, 0 ask");

        LeasedTask task = poll(first, 1, List.of(), List.of()).tasks().get(0);
        assertThat(queue(first)).isEqualTo("1 ready, 1 leased, 1 ask");
        assertThat(first.fleet().getWorker("w").leased()).isEqualTo(1);

        poll(first, 0, List.of(), List.of(new LeaseRenewal(task.executionId(), task.fenceToken(), null)));
        assertThat(queue(first)).isEqualTo("1 ready, 1 leased, 1 ask");

        poll(first, 0, List.of(success(task)), List.of());
        assertThat(queue(first)).isEqualTo("2 ready, 0 leased, 1 ask");
        assertThat(first.fleet().getWorker("w").leased()).isZero();
    }

    @Test
    void workerWithoutHeartbeats_isKnownByItsPolls() {
        poll(first, 2, List.of(), List.of());

        WorkerStatus worker = first.fleet().getWorker("w");

        assertThat(worker.state()).isEqualTo(WorkerStatus.State.RUNNING);
        assertThat(worker.queues()).containsExactly("work");
        assertThat(worker.capacity()).isEqualTo(2);
        assertThat(worker.currentLoad()).isEqualTo(2);
        assertThat(first.fleet().listWorkers("work", new ListQuery(5, null)).items())
                .containsExactly(worker);
        assertThat(first.fleet().listWorkers("other", new ListQuery(5, null)).items())
                .isEmpty();
        assertThatThrownBy(() -> first.fleet().getWorker("nobody")).isInstanceOf(OrchestratorException.class);
        assertThatThrownBy(() -> first.fleet().getQueue("nobody's")).isInstanceOf(OrchestratorException.class);
    }

    @Test
    void leases_ofOtherServersCount_alsoWhenTheyEndElsewhere() {
        List<LeasedTask> tasks = poll(first, 2, List.of(), List.of()).tasks();
        first.sweep();
        assertThat(queue(second)).isEqualTo("0 ready, 2 leased, 1 ask");

        poll(second, 0, List.of(success(tasks.get(0))), List.of());
        second.sweep();

        assertThat(queue(second)).isEqualTo("1 ready, 1 leased, 1 ask");
        assertThat(queue(first)).isEqualTo("1 ready, 1 leased, 1 ask");

        clock.advance(Duration.ofSeconds(40));
        poll(first, 0, List.of(success(tasks.get(1))), List.of());
        first.sweep();
        second.sweep();
        assertThat(first.fleet().getQueue("work").leased()).isZero();
        assertThat(second.fleet().getQueue("work").leased()).isZero();
    }

    @Test
    void servers_knowHowManyAreUp_onceTheyAreAsked() {
        assertThat(first.fleet().servers()).isEqualTo(1);
        assertThat(second.fleet().servers()).isEqualTo(1);
        first.sweep();
        second.sweep();
        first.sweep();

        assertThat(first.fleet().servers()).isEqualTo(2);
        assertThat(second.fleet().servers()).isEqualTo(2);

        clock.advance(Duration.ofSeconds(40));
        first.sweep();
        assertThat(first.fleet().servers()).isEqualTo(1);
    }

    @Test
    void workerThatIsToDrain_getsNoMore_onAnyServer_andIsTold() {
        LeasedTask task = poll(first, 1, List.of(), List.of()).tasks().get(0);
        CompletableFuture<PollResponse> held = second.tasks()
                .poll(new PollRequest("w", List.of("quiet"), 1, Duration.ofSeconds(60), null, List.of(), List.of()));
        second.settle();

        WorkerStatus asked = first.fleet().drainWorker("w");
        PollResponse answer = poll(first, 5, List.of(success(task)), List.of());

        assertThat(asked.state()).isEqualTo(WorkerStatus.State.DRAINING);
        assertThat(answer.tasks()).isEmpty();
        assertThat(answer.results().get(0).status()).isEqualTo(PollResponse.ReportStatus.ACCEPTED);
        assertThat(answer.drain()).isTrue();
        assertThat(held).isNotDone();

        second.sweep();
        assertThat(held.join().drain()).isTrue();
        assertThat(queue(first)).endsWith("0 ask");
        assertThatThrownBy(() -> first.fleet().drainWorker("nobody")).isInstanceOf(OrchestratorException.class);
    }

    @Test
    void workerThatIsStartedAnew_getsWorkAgain() {
        poll(first, 0, List.of(), List.of());
        first.fleet().drainWorker("w");
        assertThat(beat(WorkerHeartbeat.State.STOPPED)).isTrue();
        assertThat(beat(WorkerHeartbeat.State.RUNNING)).isFalse();

        assertThat(poll(first, 1, List.of(), List.of()).tasks()).hasSize(1);
    }

    private boolean beat(WorkerHeartbeat.State state) {
        return first.tasks()
                .heartbeat("w", new WorkerHeartbeat("payments", "host-1", List.of("work"), 4, 0, "pay@7", null, state));
    }

    @Test
    void attempts_nameTheProcessThatHadThem() {
        beat(WorkerHeartbeat.State.RUNNING);
        LeasedTask task = poll(first, 1, List.of(), List.of()).tasks().get(0);
        poll(first, 0, List.of(success(task)), List.of());

        List<TaskExecution> attempts = first.workflows()
                .getTasks(task.instanceId(), new ListQuery(10, null))
                .items();

        assertThat(attempts.get(0).worker()).isEqualTo(new WorkerIdentity("w", "payments", "host-1", "pay@7"));
        assertThat(attempts.get(1).worker()).isNull();
    }
}
