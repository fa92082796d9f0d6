package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import com.orchestrator.engine.store.LeaseStore.Renewal;
import com.orchestrator.engine.store.LeaseStore.Renewed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Leases beside decisions, and what is due. */
interface LeaseStoreContract extends StoreUnderTest {

    private Map<UUID, Renewed> renew(ExecutionRow row, String worker, long fence, @Nullable Payload progress) {
        return store().leases().renew(List.of(new Renewal(row.executionId(), worker, fence, progress, null)));
    }

    private ExecutionRow record(ExecutionBuilder builder) {
        ExecutionRow row = builder.row();
        RunFixture run = new RunFixture(row.instanceId(), "run-" + row.executionId(), now());
        record(run.start(row));
        return row;
    }

    private ExecutionBuilder leasedFor(Duration left) {
        return run("lease").execution().leased("w", 3, now().plus(left));
    }

    private @Nullable Instant expiryOf(ExecutionRow row) {
        return store().runs()
                .inTransaction(transaction -> transaction.lockLeases(Set.of(row.executionId())))
                .get(row.executionId());
    }

    @Test
    default void renewal_extendsByTheLeasesOwnDuration() {
        ExecutionRow row = record(leasedFor(Duration.ofSeconds(5)).leaseMillis(90_000));
        advance(Duration.ofSeconds(3));
        Instant before = now();

        Renewed renewed = renew(row, "w", 3, null).get(row.executionId());

        assertThat(renewed.leaseExpiresAt()).isBetween(before.plusSeconds(90), now().plusSeconds(90));
        assertThat(renewed.cancelRequested()).isFalse();
        assertThat(renewed.holder()).isEqualTo("w");
        assertThat(renewed.fenceToken()).isEqualTo(3);
        assertThat(expiryOf(row)).isEqualTo(renewed.leaseExpiresAt());
    }

    private Instant extend(ExecutionRow row, Duration lease) {
        Renewal asked = new Renewal(row.executionId(), "w", 3, null, lease);
        return store().leases().renew(List.of(asked)).get(row.executionId()).leaseExpiresAt();
    }

    @Test
    default void extension_lastsAsLongAsAsked_andNoRenewalTakesItBack() {
        ExecutionRow row = record(leasedFor(Duration.ofSeconds(5)));
        Instant before = now();

        Instant extended = extend(row, Duration.ofDays(2));

        assertThat(extended).isBetween(before.plus(Duration.ofDays(2)), now().plus(Duration.ofDays(2)));
        assertThat(renew(row, "w", 3, null).get(row.executionId()).leaseExpiresAt())
                .isEqualTo(extended);
        assertThat(extend(row, Duration.ofMinutes(1))).isEqualTo(extended);
        assertThat(expiryOf(row)).isEqualTo(extended);
    }

    @Test
    default void extension_endsWithTheExecutionDeadline() {
        Instant deadline = now().plusSeconds(100);
        ExecutionRow row = record(leasedFor(Duration.ofSeconds(5)).executionDeadline(deadline));

        assertThat(extend(row, Duration.ofDays(1))).isEqualTo(deadline);
    }

    @Test
    default void extendedLease_isCutWhenTheWorkerIsAskedToStop() {
        RunFixture run = run("extended");
        ExecutionBuilder leased = run.execution().leased("w", 3, now().plusSeconds(5));
        record(run.start(leased.row()));
        extend(leased.row(), Duration.ofDays(1));
        Instant grace = now().plusSeconds(30);

        record(run.move(leased.leased("w", 3, null).cancelDeadline(grace).row()));

        assertThat(expiryOf(leased.row())).isEqualTo(grace);
        advance(Duration.ofSeconds(31));
        assertThat(store().leases().findExpiredLeases(10))
                .extracting(ExecutionRef::executionId)
                .containsExactly(leased.executionId);
    }

    @Test
    default void renewal_byAnotherWorkerOrToken_orOfNothing_isRefused() {
        ExecutionRow row = record(leasedFor(Duration.ofSeconds(5)));

        assertThat(renew(row, "other", 3, null)).isEmpty();
        assertThat(renew(row, "w", 2, null)).isEmpty();
        assertThat(renew(row, "w", 4, null)).isEmpty();
        assertThat(renew(run("none").execution().row(), "w", 3, null)).isEmpty();
        assertThat(expiryOf(row)).isEqualTo(row.leaseExpiresAt());
    }

    @Test
    default void renewal_afterExpiry_isGrantedWhileNobodyHasSweptIt() {
        ExecutionRow row = record(leasedFor(Duration.ofSeconds(5)));
        advance(Duration.ofSeconds(20));

        assertThat(renew(row, "w", 3, null)).containsKey(row.executionId());
        assertThat(store().leases().findExpiredLeases(10)).isEmpty();
    }

    @Test
    default void renewal_neverGoesBeyondTheExecutionDeadline_andEndsWithIt() {
        Instant deadline = now().plusSeconds(10);
        ExecutionRow row = record(leasedFor(Duration.ofSeconds(5)).executionDeadline(deadline));

        assertThat(renew(row, "w", 3, null).get(row.executionId()).leaseExpiresAt())
                .isEqualTo(deadline);

        advance(Duration.ofSeconds(10));
        assertThat(renew(row, "w", 3, null)).isEmpty();
    }

    @Test
    default void renewal_tellsOfACancel_andEndsWithItsDeadline() {
        Instant deadline = now().plusSeconds(10);
        ExecutionRow row = record(leasedFor(Duration.ofSeconds(5)).cancelDeadline(deadline));

        Renewed renewed = renew(row, "w", 3, null).get(row.executionId());

        assertThat(renewed.cancelRequested()).isTrue();
        assertThat(renewed.leaseExpiresAt()).isBeforeOrEqualTo(deadline);
        advance(Duration.ofSeconds(10));
        assertThat(renew(row, "w", 3, null)).isEmpty();
    }

    @Test
    default void oneRefusal_doesNotSpoilTheOthers() {
        ExecutionRow good = record(leasedFor(Duration.ofSeconds(5)));
        ExecutionRow bad = record(leasedFor(Duration.ofSeconds(5)));

        Map<UUID, Renewed> renewed = store().leases()
                .renew(List.of(
                        new Renewal(bad.executionId(), "w", 2, null, null),
                        new Renewal(good.executionId(), "w", 3, null, null)));

        assertThat(renewed.keySet()).containsExactly(good.executionId());
    }

    @Test
    default void changeThatDoesNotLease_leavesARenewedExpiryAlone_whileLeased() {
        RunFixture run = run("renewed");
        ExecutionBuilder leased = run.execution().leased("w", 3, now().plusSeconds(5));
        record(run.start(leased.row()));
        Instant renewed =
                renew(leased.row(), "w", 3, null).get(leased.executionId).leaseExpiresAt();

        record(run.move(leased.leased("w", 3, null).row()));
        assertThat(expiryOf(leased.row())).isEqualTo(renewed);

        Instant again = now().plusSeconds(77);
        record(run.move(leased.leased("w", 4, again).row()));
        assertThat(expiryOf(leased.row())).isEqualTo(again);

        record(run.move(leased.readyAgain(5).row()));
        assertThat(expiryOf(leased.row())).isNull();
        assertThat(renew(leased.row(), "w", 4, null)).isEmpty();
    }

    /** However many renewed ones were to end before. */
    @Test
    default void expiredLeases_areFoundBehindThoseThatWereRenewed_andThoseWhenTheyEnd() {
        ExecutionRow renewed = record(leasedFor(Duration.ofSeconds(5)));
        ExecutionRow also = record(leasedFor(Duration.ofSeconds(6)));
        ExecutionRow silent = record(leasedFor(Duration.ofSeconds(7)));
        extend(renewed, Duration.ofSeconds(60));
        extend(also, Duration.ofSeconds(90));
        advance(Duration.ofSeconds(8));

        assertThat(store().leases().findExpiredLeases(1))
                .extracting(ExecutionRef::executionId)
                .containsExactly(silent.executionId());
        assertThat(store().leases().findExpiredLeases(10))
                .extracting(ExecutionRef::executionId)
                .containsExactly(silent.executionId());

        advance(Duration.ofSeconds(60));
        assertThat(store().leases().findExpiredLeases(10))
                .extracting(ExecutionRef::executionId)
                .containsExactly(silent.executionId(), renewed.executionId());
    }

    @Test
    default void expiredLeases_comeOldestFirst_upToTheLimit() {
        ExecutionRow second = record(leasedFor(Duration.ofSeconds(20)));
        ExecutionRow first = record(leasedFor(Duration.ofSeconds(10)));
        record(leasedFor(Duration.ofSeconds(3_600)));
        assertThat(store().leases().findExpiredLeases(10)).isEmpty();

        advance(Duration.ofSeconds(21));

        assertThat(store().leases().findExpiredLeases(10))
                .containsExactly(
                        new ExecutionRef(first.instanceId(), first.executionId()),
                        new ExecutionRef(second.instanceId(), second.executionId()));
        assertThat(store().leases().findExpiredLeases(1))
                .extracting(ExecutionRef::executionId)
                .containsExactly(first.executionId());
    }

    @Test
    default void dueRuns_areThoseWhoseTimeHasCome() {
        RunFixture soon = run("soon");
        soon.wakeAt = now().plusSeconds(10);
        RunFixture later = run("later");
        later.wakeAt = now().plusSeconds(1_000);
        record(soon.start(), later.start(), run("never").start());
        assertThat(store().leases().findDueRuns(10)).isEmpty();

        advance(Duration.ofSeconds(11));
        assertThat(store().leases().findDueRuns(10)).containsExactly(soon.instanceId);

        soon.wakeAt = null;
        record(soon.move());
        assertThat(store().leases().findDueRuns(10)).isEmpty();
    }

    private void watch(Map<UUID, Instant> overAt) {
        store().runs().inTransaction(transaction -> {
            transaction.watchLeases(overAt);
            return null;
        });
    }

    @Test
    default void watch_isDueAtItsTime_untilItIsEnded() {
        RunFixture soon = run("soon");
        RunFixture later = run("later");
        record(soon.start(), later.start());
        watch(Map.of(soon.instanceId, now().plusSeconds(10), later.instanceId, now().plusSeconds(1_000)));
        assertThat(store().leases().findDueWatches(10)).isEmpty();

        advance(Duration.ofSeconds(11));
        List<LeaseWatch> due = store().leases().findDueWatches(10);
        assertThat(due).extracting(LeaseWatch::runs).containsExactly(List.of(soon.instanceId));
        assertThat(store().leases().findDueWatches(10)).isEqualTo(due);

        store().leases().endWatches(List.of(due.get(0).watchId()));
        assertThat(store().leases().findDueWatches(10)).isEmpty();
    }

    @Test
    default void watch_doesNotNameRunsThatHaveEnded() {
        RunFixture open = run("open");
        RunFixture ended = run("ended");
        record(open.start(), ended.start());
        Instant overAt = now().plusSeconds(10);
        watch(Map.of(open.instanceId, overAt, ended.instanceId, overAt));
        record(ended.complete(Payload.NULL));

        advance(Duration.ofSeconds(11));

        assertThat(store().leases().findDueWatches(10))
                .extracting(LeaseWatch::runs)
                .containsExactly(List.of(open.instanceId));
    }

    @Test
    default void watches_ofManyRuns_nameEachOfThem() {
        List<RunFixture> runs =
                IntStream.range(0, 250).mapToObj(i -> run("many-" + i)).toList();
        record(runs.stream().map(RunFixture::start).toArray(RunRecord[]::new));
        Instant overAt = now().plusSeconds(10);
        watch(runs.stream().collect(Collectors.toMap(run -> run.instanceId, run -> overAt)));

        advance(Duration.ofSeconds(11));

        assertThat(store().leases().findDueWatches(10).stream().flatMap(watch -> watch.runs().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        runs.stream().map(run -> run.instanceId).toList());
    }

    /** Without the time it was looked at, which is between what it was before and after. */
    private Due due(Set<String> queues) {
        Instant before = now();
        Due due = store().leases().whatIsDue(queues);
        assertThat(due.at()).isBetween(before, now());
        return new Due(
                due.leases(),
                due.watches(),
                due.timers(),
                due.messages(),
                due.schedules(),
                due.claims(),
                due.strands(),
                due.limits(),
                Instant.EPOCH);
    }

    @Test
    default void oneLook_tellsWhatThereIsToFind() {
        RunFixture wakes = run("wakes");
        wakes.wakeAt = now().plusSeconds(10);
        RunFixture watched = run("watched");
        record(wakes.start(), watched.start());
        record(leasedFor(Duration.ofSeconds(30)));
        watch(Map.of(watched.instanceId, now().plusSeconds(20)));

        assertThat(due(Set.of("q")))
                .isEqualTo(new Due(false, false, false, false, false, false, Set.of(), 0, Instant.EPOCH));
        advance(Duration.ofSeconds(11));
        assertThat(due(Set.of()))
                .isEqualTo(new Due(false, false, true, false, false, false, Set.of(), 0, Instant.EPOCH));
        advance(Duration.ofSeconds(10));
        assertThat(due(Set.of()))
                .isEqualTo(new Due(false, true, true, false, false, false, Set.of(), 0, Instant.EPOCH));
        advance(Duration.ofSeconds(10));
        assertThat(due(Set.of())).isEqualTo(new Due(true, true, true, false, false, false, Set.of(), 0, Instant.EPOCH));
    }

    @Test
    default void backloggedQueues_haveReadyDueWorkThatIsNotHeld() {
        RunFixture run = run("backlog");
        record(run.start(
                run.execution().task("a").queue("ready").row(),
                run.execution().task("b").queue("held").held().row(),
                run.execution()
                        .task("c")
                        .queue("later")
                        .availableAt(now().plusSeconds(60))
                        .row(),
                run.execution().task("d").queue("not-asked").row()));
        Set<String> asked = Set.of("ready", "held", "later", "unknown");
        Strand ready = Strand.of("ready", Priority.DEFAULT);

        assertThat(store().leases().whatIsDue(asked).strands()).containsExactly(ready);

        advance(Duration.ofSeconds(61));
        assertThat(store().leases().whatIsDue(asked).strands())
                .containsExactlyInAnyOrder(ready, Strand.of("later", Priority.DEFAULT));
    }

    @Test
    default void everyStrandOfAQueue_thatHasDueWork_isFound() {
        RunFixture run = run("strands");
        ExecutionRow urgent =
                run.execution().task("a").queue("q").priority(Priority.P0).row();
        ExecutionRow late =
                run.execution().task("b").queue("q").priority(Priority.P3).row();
        ExecutionRow same =
                run.execution().task("c").queue("q").priority(Priority.P3).row();
        ExecutionRow kept =
                run.execution().task("d").queue("q").line("budget:heavy").row();
        record(run.start(urgent, late, same, kept));

        assertThat(store().leases().whatIsDue(Set.of("q")).strands())
                .containsExactlyInAnyOrder(urgent.strand(), late.strand(), kept.strand());
    }

    @Test
    default void renewal_ofWorkThatWaits_isRefused() {
        ExecutionRow row = record(run("lease").execution());

        assertThat(renew(row, "w", 0, null)).isEmpty();
    }

    @Test
    default void lastProgress_isTheLatestOfAnyAttemptOfTheSameTaskAndKind() {
        RunFixture run = run("progress");
        Instant expiry = now().plusSeconds(30);
        ExecutionRow first = run.execution().task("t").leased("w", 1, expiry).row();
        ExecutionRow second =
                run.execution().task("t").attempt(2).leased("w", 1, expiry).row();
        ExecutionRow undo =
                run.execution().task("t").undo().leased("w", 1, expiry).row();
        record(run.start(first, second, undo));
        renew(first, "w", 1, Payload.ofJson("\"one\""));
        renew(second, "w", 1, Payload.ofJson("\"two \\u0000\""));
        renew(second, "w", 1, null);
        renew(undo, "w", 1, Payload.ofJson("\"undo\""));
        record(run.without(first, second));
        ProgressKey forward = new ProgressKey(run.instanceId, "t", null, ExecutionKind.ACTION);
        ProgressKey backward = new ProgressKey(run.instanceId, "t", null, ExecutionKind.COMPENSATION);
        ProgressKey other = new ProgressKey(run.instanceId, "t", "1", ExecutionKind.ACTION);

        assertThat(store().leases().loadLastProgress(Set.of(forward, backward, other)))
                .containsOnly(
                        Map.entry(forward, Payload.ofJson("\"two \\u0000\"")),
                        Map.entry(backward, Payload.ofJson("\"undo\"")));

        record(run.complete(Payload.NULL));
        assertThat(store().leases().loadLastProgress(Set.of(forward, backward))).isEmpty();
    }
}
