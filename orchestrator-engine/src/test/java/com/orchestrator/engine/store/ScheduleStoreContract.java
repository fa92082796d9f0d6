package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentResolution;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.FireState;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.schedule.StoredSchedule.Progress;
import com.orchestrator.engine.service.ListQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Schedules, their times and their backfills. */
interface ScheduleStoreContract extends StoreUnderTest {

    private static ScheduleSpec spec() {
        return new ScheduleSpec(
                "report",
                null,
                3,
                Payload.ofJson("{\"day\":\"${ schedule.at }\",\"n\":1.50}"),
                List.of("0 2 * * *", "30 2 * * *"),
                false,
                null,
                Duration.ofMinutes(5),
                "Europe/Berlin",
                null,
                List.of("2026-12-24"),
                Duration.ofSeconds(30),
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                Overlap.BUFFER_ONE,
                new ScheduleSpec.CatchUp(Duration.ofHours(2)),
                Map.of("team", "ops"));
    }

    private static ScheduleKey key(String name) {
        return new ScheduleKey("shop", name);
    }

    private StoredSchedule schedule(String name, Instant wakeAt) {
        Instant now = now();
        Progress progress = new Progress(now, wakeAt, wakeAt, 0, 0, "2025a");
        return new StoredSchedule(key(name), spec(), 1, false, "note", null, progress, now, now, "kim");
    }

    private void inTransaction(Consumer<ScheduleTransaction> work) {
        store().schedules().inTransaction(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    private List<StoredSchedule> locked(Function<ScheduleTransaction, List<StoredSchedule>> lock) {
        return store().schedules().inTransaction(lock);
    }

    private Map<ScheduleKey, List<StoredBackfill>> running(String... names) {
        List<ScheduleKey> keys =
                Arrays.stream(names).map(ScheduleStoreContract::key).toList();
        return store().schedules().inTransaction(transaction -> transaction.runningBackfills(keys));
    }

    private void insert(StoredSchedule... schedules) {
        inTransaction(transaction -> Arrays.stream(schedules).forEach(transaction::insert));
    }

    private static Fire fire(String name, long number, FireState state, Instant at, UUID instanceId) {
        return new Fire(
                key(name),
                number,
                at,
                state,
                false,
                Overlap.SKIP,
                null,
                at,
                instanceId == null ? null : at,
                instanceId,
                "why");
    }

    private List<Fire.Known> unsettled(String name) {
        return store().schedules()
                .inTransaction(transaction -> transaction.unsettled(List.of(key(name))))
                .getOrDefault(key(name), List.of());
    }

    @Test
    default void schedule_isReadAsItWasWritten() {
        StoredSchedule written = schedule("a", null);
        insert(written);

        assertThat(store().schedules().find(key("a")).orElseThrow().schedule()).isEqualTo(written);
        assertThat(store().schedules().find(key("a")).orElseThrow().at()).isBetween(written.createdAt(), now());
        assertThat(store().schedules().find(key("b"))).isEmpty();
        assertThat(store().schedules().<Boolean>inTransaction(transaction -> transaction.insert(written)))
                .isFalse();

        StoredSchedule failed = written.failed(new Schedule.Incident("NOT_FOUND", "gone", now()), now());
        inTransaction(transaction -> transaction.update(failed));
        assertThat(store().schedules().find(key("a")).orElseThrow().schedule()).isEqualTo(failed);
    }

    @Test
    default void schedule_thatAFaultHasPaused_hasAnIncident_untilItIsResumedOrGone() {
        StoredSchedule written = schedule("a", null);
        StoredSchedule failed = written.failed(new Schedule.Incident("NOT_FOUND", "revision 3 is gone", now()), now());
        insert(written);

        inTransaction(transaction -> transaction.update(failed));
        inTransaction(transaction -> transaction.update(failed));

        IncidentView open = openIncidents().get(0);
        assertThat(openIncidents()).hasSize(1);
        assertThat(open.kind()).isEqualTo(IncidentKind.SCHEDULE);
        assertThat(open.schedule()).isEqualTo("a");
        assertThat(open.instanceId()).isNull();

        inTransaction(transaction ->
                transaction.update(failed.changed(failed.spec(), false, null, now().plusSeconds(1), "kim")));

        IncidentView resolved = store().incidents().find(open.incidentId()).orElseThrow();
        assertThat(resolved.resolution()).isEqualTo(IncidentResolution.RETRIED);
        assertThat(resolved.resolvedBy()).isEqualTo("kim");
        inTransaction(transaction -> transaction.update(
                written.failed(new Schedule.Incident("NOT_FOUND", "again", now()), now().plusSeconds(2))));
        assertThat(openIncidents()).hasSize(1);
        inTransaction(transaction -> transaction.delete(key("a")));
        assertThat(openIncidents()).isEmpty();
    }

    private List<IncidentView> openIncidents() {
        return store().incidents()
                .list(IncidentFilter.OPEN, new ListQuery(10, null))
                .items();
    }

    @Test
    default void due_areThoseWhoseTimeHasCome_theLongestFirst() {
        insert(
                schedule("later", now().plusSeconds(60)),
                schedule("second", now().minusSeconds(1)),
                schedule("first", now().minusSeconds(2)),
                schedule("never", null));

        assertThat(store().leases().whatIsDue(Set.of()).schedules()).isTrue();
        List<StoredSchedule> due = store().schedules().inTransaction(transaction -> transaction.lockDue(10));
        assertThat(due).extracting(schedule -> schedule.key().name()).containsExactly("first", "second");
        assertThat(locked(transaction -> transaction.lockDue(1))).hasSize(1);

        Progress asleep = new Progress(now(), null, null, 7, 2, "2025b");
        inTransaction(transaction -> transaction.updateProgress(
                due.stream().map(schedule -> schedule.with(asleep)).toList()));

        assertThat(store().leases().whatIsDue(Set.of()).schedules()).isFalse();
        assertThat(store().schedules().find(key("first")).orElseThrow().schedule())
                .isEqualTo(due.get(0).with(asleep));
        advance(Duration.ofSeconds(61));
        assertThat(store().leases().whatIsDue(Set.of()).schedules()).isTrue();
    }

    @Test
    default void schedulesOfOtherTimeZoneData_areLookedAtSoon() {
        insert(schedule("a", now().plusSeconds(600)), schedule("b", null), schedule("c", now().plusSeconds(600)));

        assertThat(store().schedules().wakeThoseOfOtherData("2025a", key(""), 10))
                .contains(key("c"));
        assertThat(store().leases().whatIsDue(Set.of()).schedules()).isFalse();

        assertThat(store().schedules().wakeThoseOfOtherData("2026b", key(""), 2))
                .contains(key("b"));
        assertThat(locked(transaction -> transaction.lockDue(10)))
                .extracting(schedule -> schedule.key().name())
                .containsExactly("a");
        assertThat(store().schedules().wakeThoseOfOtherData("2026b", key("c"), 2))
                .isEmpty();
    }

    @Test
    default void lock_leavesOutThoseThatThereAreNot() {
        insert(schedule("b", null), schedule("a", null));

        assertThat(locked(transaction -> transaction.lock(List.of(key("b"), key("c"), key("a")))))
                .extracting(schedule -> schedule.key().name())
                .containsExactly("a", "b");
    }

    @Test
    default void list_isByName_andGoesOnWhereThePageEnded() {
        insert(schedule("c", null), schedule("a", null), schedule("b", null));

        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            var page = store().schedules().list(null, new ListQuery(2, cursor));
            page.items().forEach(schedule -> names.add(schedule.key().name()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(names).containsExactly("a", "b", "c");
        assertThat(store().schedules().list("shop", new ListQuery(10, null)).items())
                .hasSize(3);
        assertThat(store().schedules().list("other", new ListQuery(10, null)).items())
                .isEmpty();
    }

    @Test
    default void unsettledTimes_sayWhetherTheirRunHasEnded() {
        RunFixture open = run("open");
        RunFixture over = run("over");
        record(open.start());
        record(over.start());
        record(over.complete(Payload.EMPTY_OBJECT));
        insert(schedule("a", null), schedule("b", null));
        Instant at = now();
        inTransaction(transaction -> transaction.insertFires(List.of(
                fire("a", 1, FireState.OPEN, at, open.instanceId),
                fire("a", 2, FireState.OPEN, at.plusSeconds(1), over.instanceId),
                fire("a", 3, FireState.STARTED, at.plusSeconds(2), open.instanceId),
                fire("a", 4, FireState.BUFFERED, at.plusSeconds(3), null),
                fire("b", 1, FireState.STARTING, at, null))));

        assertThat(unsettled("a"))
                .containsExactly(
                        new Fire.Known(fire("a", 1, FireState.OPEN, at, open.instanceId), false),
                        new Fire.Known(fire("a", 2, FireState.OPEN, at.plusSeconds(1), over.instanceId), true),
                        new Fire.Known(fire("a", 4, FireState.BUFFERED, at.plusSeconds(3), null), false));

        inTransaction(transaction -> transaction.watchAgain(key("a")));
        assertThat(unsettled("a")).extracting(known -> known.fire().number()).containsExactly(1L, 2L, 3L, 4L);

        inTransaction(
                transaction -> transaction.updateFires(List.of(fire("a", 1, FireState.STARTED, at, open.instanceId))));
        assertThat(unsettled("a")).extracting(known -> known.fire().number()).containsExactly(2L, 3L, 4L);
    }

    @Test
    default void time_isThereOnce_unlessItWasLeftOut() {
        insert(schedule("a", null));
        Instant at = now();
        Fire started = fire("a", 1, FireState.STARTED, at, UUID.randomUUID());
        Fire skipped = fire("a", 2, FireState.SKIPPED, at.plusSeconds(1), null);
        inTransaction(transaction -> transaction.insertFires(List.of(started, skipped)));

        Fire again = fire("a", 3, FireState.STARTING, at, null);
        Fire after = fire("a", 4, FireState.STARTING, at.plusSeconds(1), null);
        Set<Fire.Key> kept =
                store().schedules().inTransaction(transaction -> transaction.insertFires(List.of(again, after)));

        assertThat(kept).containsExactly(after.key());
        assertThat(store().schedules().lastFires(key("a"), 10)).containsExactly(after, started);
        inTransaction(transaction -> transaction.forgetBefore(Map.of(key("a"), 4L)));
        assertThat(store().schedules().lastFires(key("a"), 10)).containsExactly(after);
    }

    @Test
    default void backfill_isFoundWhileItRuns_andIsGoneWithItsSchedule() {
        insert(schedule("a", null));
        Instant now = now();
        StoredBackfill backfill = new StoredBackfill(
                UUID.randomUUID(),
                key("a"),
                Backfill.State.RUNNING,
                now.minusSeconds(100),
                now,
                Overlap.BUFFER_ALL,
                2,
                now.minusSeconds(100),
                new StoredBackfill.Count(10, 1, 2, 3),
                now,
                null);
        inTransaction(transaction -> transaction.insertBackfill(backfill));

        assertThat(running("a", "b")).isEqualTo(Map.of(key("a"), List.of(backfill)));

        StoredBackfill over = backfill.with(backfill.count().plus(1, 1, 1)).in(Backfill.State.COMPLETED, now);
        inTransaction(transaction -> transaction.updateBackfills(List.of(over)));
        assertThat(store().schedules().findBackfill(backfill.batchId())).contains(over);
        assertThat(running("a")).isEmpty();

        inTransaction(transaction -> transaction.delete(key("a")));
        assertThat(store().schedules().find(key("a"))).isEmpty();
        assertThat(store().schedules().findBackfill(backfill.batchId())).isEmpty();
    }

    @Test
    default void aTimeGoesByTheNameOfItsTrigger_untilItIsForgotten() {
        insert(schedule("a", now()));
        Fire fire = fire("a", 1, FireState.STARTED, now(), new UUID(7, 7));
        inTransaction(transaction -> {
            transaction.insertFires(List.of(fire));
            transaction.nameTrigger(fire.key(), "mine");
        });

        Function<String, Optional<Fire>> find =
                name -> store().schedules().inTransaction(transaction -> transaction.triggered(key("a"), name));
        assertThat(find.apply("mine")).contains(fire);
        assertThat(find.apply("yours")).isEmpty();
        inTransaction(transaction -> transaction.forgetBefore(Map.of(key("a"), 2L)));
        assertThat(find.apply("mine")).isEmpty();
    }

    @Test
    default void changes_areCountedOn_overADeletion_andComeInPages() {
        insert(schedule("a", now()));
        inTransaction(transaction -> {
            transaction.log(key("a"), ScheduleChange.Action.SET, "kim", "why", spec());
            transaction.delete(key("a"));
            transaction.log(key("a"), ScheduleChange.Action.DELETED, null, null, null);
        });
        inTransaction(transaction -> transaction.log(key("a"), ScheduleChange.Action.SET, "ann", null, spec()));

        Page<ScheduleChange> page = store().schedules().changes(key("a"), new ListQuery(2, null));
        assertThat(page.items()).extracting(ScheduleChange::number).containsExactly(3L, 2L);
        ScheduleChange first = store().schedules()
                .changes(key("a"), new ListQuery(2, page.next()))
                .items()
                .get(0);
        assertThat(first.note()).isEqualTo("why");
        assertThat(first.actor()).isEqualTo("kim");
        assertThat(String.valueOf(first.spec())).contains("Europe/Berlin");
    }
}
