package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.fleet.WorkerIdentity;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.WatchStore.Poll;
import com.orchestrator.engine.store.WorkerStore.KnownWorker;
import com.orchestrator.engine.store.WorkerStore.PollingWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Workers and queues, as people see them. */
interface FleetContract extends StoreUnderTest {

    private static WorkerHeartbeat beat(WorkerHeartbeat.State state, String... queues) {
        return new WorkerHeartbeat("payments", "host-1", List.of(queues), 8, 3, "pay@7", 2L, state);
    }

    private WorkerStatus worker(String workerId) {
        return store().workers().find(workerId).orElseThrow().status();
    }

    private List<String> listed(String queue) {
        return store().workers().list(queue, new ListQuery(10, null)).items().stream()
                .map(worker -> worker.status().workerId())
                .toList();
    }

    private QueueStatus queue(String name) {
        return store().queues().find(name).orElseThrow();
    }

    @Test
    default void heartbeat_isWhatIsKnownOfAWorker() {
        store().workers().heartbeat("w", beat(WorkerHeartbeat.State.RUNNING, "a", "b"));

        assertThat(worker("w"))
                .usingRecursiveComparison()
                .ignoringFields("lastHeartbeatAt")
                .isEqualTo(new WorkerStatus(
                        "w",
                        "payments",
                        "host-1",
                        "pay@7",
                        2L,
                        WorkerStatus.State.RUNNING,
                        List.of("a", "b"),
                        8,
                        3,
                        now(),
                        0));
        assertThat(worker("w").lastHeartbeatAt()).isBetween(now().minusSeconds(60), now());
        assertThat(store().workers().find("nobody")).isEmpty();
        assertThat(store().workers().identities(List.of("w", "nobody")))
                .isEqualTo(Map.of("w", new WorkerIdentity("w", "payments", "host-1", "pay@7")));
    }

    @Test
    default void silence_makesAWorkerLost_thenGone_thenForgotten() {
        store().workers().heartbeat("w", beat(WorkerHeartbeat.State.RUNNING, "q"));
        store().workers().heartbeat("stopped", beat(WorkerHeartbeat.State.STOPPED, "q"));
        advance(Duration.ofSeconds(31));

        assertThat(worker("w").state()).isEqualTo(WorkerStatus.State.LOST);
        assertThat(worker("stopped").state()).isEqualTo(WorkerStatus.State.STOPPED);
        assertThat(store().workers().retire("", 10)).contains("w");
        assertThat(listed(null)).containsExactly("stopped", "w");

        advance(Duration.ofMinutes(5));
        store().workers().retire("", 10);
        assertThat(listed(null)).isEmpty();
        assertThat(listed("q")).isEmpty();
        assertThat(worker("w").host()).isEqualTo("host-1");

        advance(Duration.ofDays(8));
        store().workers().retire("", 10);
        assertThat(store().workers().find("w")).isEmpty();
        assertThat(store().workers().retire("", 10)).isEmpty();
    }

    @Test
    default void workerThatComesBack_isListedAgain_forItsQueues() {
        store().workers().heartbeat("w", beat(WorkerHeartbeat.State.RUNNING, "q"));
        advance(Duration.ofMinutes(6));
        store().workers().retire("", 10);

        store().workers().heartbeat("w", beat(WorkerHeartbeat.State.RUNNING, "q"));

        assertThat(listed("q")).containsExactly("w");
    }

    @Test
    default void polls_areASignOfLife_ofWorkersThatSendNoHeartbeats() {
        store().workers().polled(List.of(new PollingWorker("p", List.of("q"), 5)));
        store().watch().polled(List.of(new Poll("q", true)));

        KnownWorker known = store().workers().find("p").orElseThrow();
        assertThat(known.pollsOnly()).isTrue();
        assertThat(known.status().state()).isEqualTo(WorkerStatus.State.RUNNING);
        assertThat(known.status().capacity()).isEqualTo(5);
        assertThat(queue("q").pollers()).isEqualTo(1);

        advance(Duration.ofSeconds(20));
        store().workers().polled(List.of(new PollingWorker("p", List.of("r"), 2)));
        advance(Duration.ofSeconds(20));

        assertThat(worker("p").state()).isEqualTo(WorkerStatus.State.RUNNING);
        assertThat(worker("p").capacity()).isEqualTo(5);
        assertThat(listed("q")).isEmpty();
        assertThat(listed("r")).containsExactly("p");
    }

    @Test
    default void polls_leaveWhatAWorkerHasSaid() {
        store().workers().heartbeat("w", beat(WorkerHeartbeat.State.RUNNING, "q"));
        store().workers().heartbeat("stopped", beat(WorkerHeartbeat.State.STOPPED, "q"));
        advance(Duration.ofSeconds(40));

        store().workers()
                .polled(List.of(
                        new PollingWorker("w", List.of("other"), 1),
                        new PollingWorker("stopped", List.of("other"), 1)));

        assertThat(worker("w").state()).isEqualTo(WorkerStatus.State.RUNNING);
        assertThat(worker("w").queues()).containsExactly("q");
        assertThat(worker("w").capacity()).isEqualTo(8);
        assertThat(worker("stopped").state()).isEqualTo(WorkerStatus.State.STOPPED);
        assertThat(listed("other")).isEmpty();
    }

    @Test
    default void workerThatIsAskedToDrain_isTold_untilItIsStartedAnew() {
        assertThat(store().workers().askToDrain("w")).isFalse();
        assertThat(store().workers().heartbeat("w", beat(WorkerHeartbeat.State.RUNNING, "q")))
                .isFalse();

        assertThat(store().workers().askToDrain("w")).isTrue();

        assertThat(worker("w").state()).isEqualTo(WorkerStatus.State.DRAINING);
        assertThat(store().workers().draining()).containsExactly("w");
        assertThat(store().workers().heartbeat("w", beat(WorkerHeartbeat.State.RUNNING, "q")))
                .isTrue();
        assertThat(store().workers().heartbeat("w", beat(WorkerHeartbeat.State.STOPPED, "q")))
                .isTrue();
        assertThat(store().workers().heartbeat("w", beat(WorkerHeartbeat.State.STARTING, "q")))
                .isFalse();
        assertThat(store().workers().draining()).isEmpty();
    }

    @Test
    default void lists_goOnWhereTheLastPageEnded() {
        for (String workerId : List.of("c", "a", "e", "b", "d")) {
            store().workers().heartbeat(workerId, beat(WorkerHeartbeat.State.RUNNING, "q-" + workerId));
            store().watch().polled(List.of(new Poll("q-" + workerId, true)));
        }
        RunFixture run = run("waits");
        record(run.start(run.execution().task("x").queue("q-bb").row()));

        assertThat(pages(null)).containsExactly("a", "b", "c", "d", "e");
        assertThat(queuePages()).containsExactly("q-a", "q-b", "q-bb", "q-c", "q-d", "q-e");
        set("q-ba:%3A", 3);
        set("q-c", 4);
        set("q-ca", 4);
        set("q-ca", null);
        assertThat(queuePages()).containsExactly("q-a", "q-b", "q-ba:%3A", "q-bb", "q-c", "q-d", "q-e");
    }

    private List<String> pages(String queue) {
        List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<KnownWorker> page = store().workers().list(queue, new ListQuery(2, cursor));
            page.items().forEach(worker -> all.add(worker.status().workerId()));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    /** Before anybody has asked for it. */
    private void set(String queue, @Nullable Integer max) {
        Optional<Limit> limit = Optional.ofNullable(max)
                .map(most -> new QueueLimit(false, null, null, most, null, RingWeights.DEFAULT, false));
        store().limits().change(RuleName.queue(queue), before -> limit, new Author("kim", "because", null));
    }

    private List<String> queuePages() {
        List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<QueueStatus> page = store().queues().list(new ListQuery(2, cursor));
            page.items().forEach(queue -> all.add(queue.name()));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    @Test
    default void queue_countsWhatIsDueAndWhatIsLeased_andWhoAsks() {
        RunFixture run = run("queued");
        record(run.start(
                run.execution().task("a").queue("q").row(),
                run.execution().task("b").queue("q").row(),
                run.execution().task("c").queue("q").held().row(),
                run.execution()
                        .task("d")
                        .queue("q")
                        .availableAt(now().plusSeconds(600))
                        .row(),
                run.execution()
                        .task("e")
                        .queue("q")
                        .leased("w", 1, now().plusSeconds(90))
                        .row()));
        advance(Duration.ofSeconds(40));
        store().workers().heartbeat("w", beat(WorkerHeartbeat.State.RUNNING, "q"));
        store().workers().heartbeat("x", beat(WorkerHeartbeat.State.DRAINING, "q"));

        QueueStatus queue = queue("q");

        assertThat(queue.ready()).isEqualTo(2);
        assertThat(queue.leased()).isEqualTo(1);
        assertThat(queue.oldestReadySeconds()).isBetween(40L, 300L);
        assertThat(queue.pollers()).isEqualTo(1);
        assertThat(worker("w").leased()).isEqualTo(1);
        assertThat(listed("q")).containsExactly("w", "x");
        assertThat(store().queues().find("nobody's")).isEqualTo(Optional.empty());
    }

    @Test
    default void openLeases_areThoseThatOthersHaveToldLately() {
        UUID here = new UUID(1, 1);
        UUID there = new UUID(2, 2);
        store().workers().publish(here, new OpenLeases(Map.of("q", 4L), Map.of("w", 4L)));
        store().workers().publish(there, new OpenLeases(Map.of("q", 9L), Map.of("w", 9L)));
        store().workers().publish(there, new OpenLeases(Map.of("q", -1L), Map.of("w", 2L)));

        assertThat(store().workers().publishedByOthers(here))
                .isEqualTo(new OpenLeases(Map.of("q", -1L), Map.of("w", 2L)));
        assertThat(store().workers().othersThatTold(here)).isEqualTo(1);
        assertThat(store().workers().othersThatTold(new UUID(3, 3))).isEqualTo(2);

        advance(Duration.ofMinutes(1));
        assertThat(store().workers().publishedByOthers(here)).isEqualTo(OpenLeases.NONE);
        assertThat(store().workers().othersThatTold(here)).isZero();
    }
}
