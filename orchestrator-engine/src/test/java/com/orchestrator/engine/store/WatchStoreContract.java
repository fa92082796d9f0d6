package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.store.WatchStore.Backlog;
import com.orchestrator.engine.store.WatchStore.OpenRun;
import com.orchestrator.engine.store.WatchStore.OpenRuns;
import com.orchestrator.engine.store.WatchStore.Poll;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How things stand around runs. */
interface WatchStoreContract extends StoreUnderTest {

    private <T> T seen(Function<Snapshot, T> look) {
        return store().watch().inSnapshot(look);
    }

    private Facts.Queue queue(String name) {
        return store().watch()
                .inSnapshot(snapshot -> snapshot.queues(Set.of(name)).get(name));
    }

    @Test
    default void polls_areKeptPerQueue_andAnOfferIsNotForgotten() {
        assertThat(queue("q")).isEqualTo(new Facts.Queue(0, null, null));
        Instant before = now();
        store().watch().polled(List.of(new Poll("q", true), new Poll("other", false)));
        Instant offered = queue("q").lastOfferAt();
        advance(Duration.ofMinutes(1));

        store().watch().polled(List.of(new Poll("q", false)));

        assertThat(offered).isBetween(before, now());
        assertThat(queue("q").lastOfferAt()).isEqualTo(offered);
        assertThat(queue("q").lastPollAt()).isAfterOrEqualTo(before.plusSeconds(60));
        assertThat(queue("other").lastOfferAt()).isNull();
    }

    @Test
    default void workInAQueue_isCountedWhenItIsDueAndNotHeld() {
        RunFixture run = run("queued");
        record(run.start(
                run.execution().task("a").queue("q").row(),
                run.execution().task("b").queue("q").row(),
                run.execution().task("c").queue("q").held().row(),
                run.execution()
                        .task("d")
                        .queue("q")
                        .availableAt(now().plusSeconds(60))
                        .row(),
                run.execution()
                        .task("e")
                        .queue("r")
                        .leased("w", 1, now().plusSeconds(9))
                        .row(),
                run.execution().task("f").queue("s").row()));
        advance(Duration.ofSeconds(10));

        assertThat(queue("q").ready()).isEqualTo(2);
        assertThat(store().watch().backlog())
                .extracting(Backlog::queue, Backlog::ready)
                .containsExactlyInAnyOrder(tuple("q", 2L), tuple("s", 1L));
        assertThat(store().watch().backlog())
                .allSatisfy(backlog ->
                        assertThat(backlog.oldestAge()).isBetween(Duration.ofSeconds(10), Duration.ofMinutes(5)));
        assertThat(store().watch().queued()).isEqualTo(Map.of(run.namespace, 3L));
    }

    @Test
    default void workers_areThoseHeardOfLately_andThoseAskedFor() {
        WorkerHeartbeat beat =
                new WorkerHeartbeat(null, null, List.of("q"), 4, 3, null, null, WorkerHeartbeat.State.RUNNING);
        store().workers().heartbeat("old", beat);
        store().workers().heartbeat("older", beat);
        advance(Duration.ofMinutes(2));
        store().workers().heartbeat("new", beat);

        List<Facts.Worker> workers = seen(snapshot -> snapshot.workers(Set.of("older", "never")));

        assertThat(workers).extracting(Facts.Worker::workerId).containsExactly("new", "older");
        assertThat(workers.get(0).queues()).containsExactly("q");
        assertThat(workers.get(0).capacity()).isEqualTo(4);
        assertThat(workers.get(0).load()).isEqualTo(3);
    }

    @Test
    default void rows_areThoseThatAreThere_withTheirLeases() {
        RunFixture run = run("rows");
        Instant expiry = now().plusSeconds(30);
        ExecutionRow ready = run.execution().task("a").row();
        ExecutionRow leased = run.execution().task("b").leased("w", 1, expiry).row();
        ExecutionRow none = run.execution().task("c").row();
        record(run.start(ready, leased));

        assertThat(this.<Map<UUID, Facts.Row>>seen(snapshot ->
                        snapshot.rows(List.of(ready.executionId(), leased.executionId(), none.executionId()))))
                .isEqualTo(
                        Map.of(ready.executionId(), new Facts.Row(null), leased.executionId(), new Facts.Row(expiry)));
    }

    @Test
    default void openRuns_areWalkedInPieces_andEndedOnesPassedOver() {
        RunFixture idle = run("idle");
        RunFixture ended = run("ended");
        RunFixture working = run("working");
        RunFixture soon = run("soon");
        soon.wakeAt = now().plusSeconds(30);
        RunFixture later = run("later");
        later.wakeAt = now().plusSeconds(3600);
        later.state = WorkflowState.PAUSED;
        record(idle.start(), ended.start(), working.start(working.execution().row()), soon.start(), later.start());
        record(ended.complete(Payload.NULL));

        OpenRuns first = store().watch().openRuns(new UUID(0, 0), 2);
        OpenRuns second = store().watch().openRuns(first.end(), 9);

        assertThat(first.end()).isEqualTo(ended.instanceId);
        assertThat(first.open()).containsExactly(new OpenRun(idle.instanceId, WorkflowState.RUNNING, false, false));
        assertThat(second.end()).isNull();
        assertThat(second.open())
                .containsExactly(
                        new OpenRun(working.instanceId, WorkflowState.RUNNING, false, true),
                        new OpenRun(soon.instanceId, WorkflowState.RUNNING, true, false),
                        new OpenRun(later.instanceId, WorkflowState.PAUSED, false, false));
    }

    @Test
    default void watchedRuns_areThoseThatAWatchNames() {
        RunFixture run = run("watched");
        store().runs().inTransaction(transaction -> {
            transaction.watchLeases(Map.of(run.instanceId, now().plusSeconds(30)));
            return null;
        });

        assertThat(this.<Boolean>seen(snapshot -> snapshot.isWatched(run.instanceId)))
                .isTrue();
        assertThat(this.<Boolean>seen(snapshot -> snapshot.isWatched(run("other").instanceId)))
                .isFalse();
    }

    @Test
    default void wakeAt_isThatOfTheRow() {
        RunFixture run = run("wakes");
        run.wakeAt = now().plusSeconds(5);
        record(run.start());

        assertThat(this.<Optional<Instant>>seen(snapshot -> snapshot.wakeAt(run.instanceId)))
                .contains(run.wakeAt);
        assertThat(this.<Optional<Instant>>seen(snapshot -> snapshot.wakeAt(run("none").instanceId)))
                .isEmpty();
    }

    @Test
    default void surroundings_areWorkersByState_andTheFirstThatIsLate() {
        assertThat(store().watch().surroundings().timersLag()).isZero();
        RunFixture late = run("late");
        late.wakeAt = now().plusSeconds(5);
        record(late.start());
        WorkerHeartbeat beat =
                new WorkerHeartbeat(null, null, List.of("q"), 4, 3, null, null, WorkerHeartbeat.State.RUNNING);
        store().workers().heartbeat("silent", beat);
        advance(Duration.ofMinutes(2));
        store().workers().heartbeat("one", beat);
        store().workers().heartbeat("two", beat);

        Surroundings seen = store().watch().surroundings();

        assertThat(seen.workers())
                .containsOnly(
                        Map.entry(WorkerStatus.State.RUNNING, new Surroundings.Workers(2, 8, 6)),
                        Map.entry(WorkerStatus.State.LOST, new Surroundings.Workers(1, 4, 3)));
        assertThat(seen.timersLag()).isBetween(Duration.ofSeconds(115), Duration.ofMinutes(5));
    }
}
