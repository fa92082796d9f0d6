package com.orchestrator.engine.scheduler;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.BackfillRequest;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.api.schedule.ScheduleChange.Action;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.api.schedule.ScheduleTimes;
import com.orchestrator.api.schedule.Timing;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.calendar.Zones;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.ScheduleTurn;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.schedule.StoredSchedule.Progress;
import com.orchestrator.engine.scheduler.Turns.Effects;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.store.ScheduleStore;
import com.orchestrator.engine.store.ScheduleStore.Found;
import com.orchestrator.engine.store.ScheduleTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people ask about schedules. Each change takes what has come due before it, and has the schedule looked at anew. */
public final class ScheduleCoordinator implements ScheduleService {

    private final ScheduleStore store;
    private final ScheduleCompiler compiler;
    private final ScheduleTicker ticker;
    private final ScheduleViews views;
    private final IdGenerator ids;

    ScheduleCoordinator(ScheduleStore store, ScheduleCompiler compiler, ScheduleTicker ticker, IdGenerator ids) {
        this.store = store;
        this.compiler = compiler;
        this.ticker = ticker;
        this.views = new ScheduleViews(store, compiler);
        this.ids = ids;
    }

    // ---- putting and reading

    @Override
    public Put put(Target target, ScheduleSpec spec, @Nullable Boolean paused, @Nullable String note) {
        ScheduleKey key = key(target);
        Optional<Found> known = store.find(key);
        Instant now = known.isPresent() ? known.get().at() : store.now();
        if (known.isEmpty() || !known.get().schedule().spec().equals(spec)) {
            compiler.check(key, spec, now);
        }
        boolean created = inTurn(transaction -> {
            List<StoredSchedule> there = transaction.lock(List.of(key));
            if (!there.isEmpty()) {
                return new Done<>(false, replace(transaction, there.get(0), target, spec, paused, note));
            }
            requireVersion(target, null);
            boolean isNew = transaction.insert(fresh(key, spec, paused, note, transaction.now(), target.actor()));
            if (isNew) {
                transaction.log(key, Action.SET, target.actor(), note, spec);
            }
            return new Done<>(isNew, Effects.NONE);
        });
        return new Put(get(target.namespace(), target.name()), created);
    }

    private static StoredSchedule fresh(
            ScheduleKey key,
            ScheduleSpec spec,
            @Nullable Boolean paused,
            @Nullable String note,
            Instant now,
            String actor) {
        Progress progress = new Progress(now, null, now, 0, 0, Zones.dataVersion());
        boolean isPaused = paused != null && paused;
        return new StoredSchedule(key, spec, 1, isPaused, note, null, progress, now, now, actor);
    }

    private Effects replace(
            ScheduleTransaction transaction,
            StoredSchedule before,
            Target target,
            ScheduleSpec spec,
            @Nullable Boolean paused,
            @Nullable String note) {
        requireVersion(target, before);
        boolean isPaused = paused == null ? before.paused() : paused;
        String newNote = note == null && isPaused == before.paused() ? before.note() : note;
        boolean isSame =
                before.spec().equals(spec) && isPaused == before.paused() && Objects.equals(newNote, before.note());
        if (isSame) {
            return Effects.NONE;
        }
        Action action = before.spec().equals(spec) ? isPaused ? Action.PAUSED : Action.RESUMED : Action.SET;
        transaction.log(before.key(), action, target.actor(), newNote, spec);
        boolean isAnew = !before.spec().timing().equals(spec.timing()) || before.paused();
        if (before.spec().overlapOrDefault() == Overlap.ALLOW_ALL) {
            transaction.watchAgain(before.key());
        }
        return change(transaction, before, isAnew, now -> before.changed(spec, isPaused, newNote, now, target.actor()));
    }

    /**
     * Takes what has come due and changes the schedule.
     *
     * @param isAnew times from now on are those that count, not those after the last one that was taken
     */
    private Effects change(
            ScheduleTransaction transaction,
            StoredSchedule before,
            boolean isAnew,
            Function<Instant, StoredSchedule> change) {
        Instant now = transaction.now();
        StoredSchedule after = change.apply(now);
        Turns turns = new Turns(compiler, transaction);
        Progress progress = before.progress();
        Effects effects = Effects.NONE;
        if (!before.paused()) {
            ScheduleTurn turn = turns.beginAlone(before);
            turn.comeDue();
            if (after.paused()) {
                turn.stopWaiting();
            }
            progress = turn.progress();
            effects = turns.record();
        }
        Instant settledTo = isAnew ? now : progress.settledTo();
        transaction.update(after.with(
                new Progress(settledTo, null, now, progress.lastNumber(), progress.missed(), Zones.dataVersion())));
        return effects;
    }

    @Override
    public Schedule get(String namespace, String name) {
        return views.whole(find(new ScheduleKey(namespace, name)));
    }

    private Found find(ScheduleKey key) {
        return store.find(key).orElseThrow(() -> noSchedule(key));
    }

    @Override
    public Page<Schedule> list(@Nullable String namespace, ListQuery query) {
        Page<StoredSchedule> page = store.list(namespace, query);
        Instant now = store.now();
        return new Page<>(
                page.items().stream().map(item -> views.brief(item, now)).toList(), page.next());
    }

    @Override
    public Page<ScheduleChange> listChanges(String namespace, String name, ListQuery query) {
        return store.changes(new ScheduleKey(namespace, name), query);
    }

    @Override
    public ScheduleTimes upcoming(String namespace, String name, int count, @Nullable Instant after) {
        Found found = find(new ScheduleKey(namespace, name));
        return ScheduleViews.times(
                found.schedule().spec().timing(), count, Objects.requireNonNullElse(after, found.at()), found.at());
    }

    @Override
    public ScheduleTimes preview(Timing timing, int count, @Nullable Instant after) {
        Instant now = store.now();
        Instant from = Objects.requireNonNullElse(after, now);
        Timings.timesToCome(timing, from);
        return ScheduleViews.times(timing, count, from, now);
    }

    // ---- operations

    @Override
    public void delete(Target target) {
        inTurn(transaction -> {
            StoredSchedule schedule = lock(transaction, target);
            if (ScheduledJob.leavesNothing(schedule.spec())) {
                transaction.forgetWithOutcomes(Map.of(schedule.key(), Long.MAX_VALUE));
            }
            transaction.delete(schedule.key());
            transaction.log(schedule.key(), Action.DELETED, target.actor(), null, null);
            return new Done<>(true, Effects.NONE);
        });
    }

    @Override
    public Schedule pause(Target target, @Nullable String note) {
        return operate(target, true, note);
    }

    @Override
    public Schedule resume(Target target) {
        return operate(target, false, null);
    }

    private Schedule operate(Target target, boolean paused, @Nullable String note) {
        inTurn(transaction -> {
            StoredSchedule before = lock(transaction, target);
            boolean isSo = before.paused() == paused && before.incident() == null;
            if (isSo && (note == null || note.equals(before.note()))) {
                return new Done<>(true, Effects.NONE);
            }
            Action action = paused ? Action.PAUSED : Action.RESUMED;
            transaction.log(before.key(), action, target.actor(), note, before.spec());
            return new Done<>(
                    true,
                    change(
                            transaction,
                            before,
                            before.paused(),
                            now -> before.changed(before.spec(), paused, note, now, target.actor())));
        });
        return get(target.namespace(), target.name());
    }

    @Override
    public CompletableFuture<ScheduleFire> trigger(
            Target target, @Nullable Overlap overlap, @Nullable String triggerId) {
        Done<Fire> done = store.inTransaction(transaction -> {
            StoredSchedule schedule = lock(transaction, target);
            Optional<Fire> before =
                    triggerId == null ? Optional.empty() : transaction.triggered(schedule.key(), triggerId);
            return before.map(fire -> new Done<>(fire, Effects.NONE))
                    .orElseGet(() -> triggerAnew(transaction, schedule, overlap, triggerId));
        });
        Fire fire = done.result();
        return ticker.perform(done.effects())
                .thenApply(settled -> settled.stream()
                        .filter(one -> one.key().equals(fire.key()))
                        .findFirst()
                        .orElse(fire)
                        .toScheduleFire());
    }

    private Done<Fire> triggerAnew(
            ScheduleTransaction transaction,
            StoredSchedule schedule,
            @Nullable Overlap overlap,
            @Nullable String triggerId) {
        Overlap own = schedule.spec().overlapOrDefault();
        Overlap wanted = Objects.requireNonNullElse(overlap, own);
        if (own == Overlap.ALLOW_ALL && wanted != own) {
            transaction.watchAgain(schedule.key());
        }
        Turns turns = new Turns(compiler, transaction);
        ScheduleTurn turn = turns.beginAlone(schedule);
        turn.comeDue();
        Fire fire = turn.trigger(wanted);
        Effects effects = turns.record();
        if (triggerId != null) {
            transaction.nameTrigger(fire.key(), triggerId);
        }
        return new Done<>(fire, effects);
    }

    // ---- backfills

    @Override
    public Backfill backfill(Target target, BackfillRequest request) {
        return inTurn(transaction -> {
            StoredSchedule schedule = lock(transaction, target);
            StoredBackfill backfill = Backfills.of(
                    ids.next(), schedule, compiler.known(schedule.spec()).times(), request, transaction.now());
            if (schedule.spec().overlapOrDefault() == Overlap.ALLOW_ALL && backfill.overlap() != Overlap.ALLOW_ALL) {
                transaction.watchAgain(schedule.key());
            }
            transaction.insertBackfill(backfill);
            return new Done<>(backfill.toBackfill(), new Turns(compiler, transaction).goOn(List.of(schedule)));
        });
    }

    @Override
    public Backfill getBackfill(UUID batchId) {
        return stored(batchId).toBackfill();
    }

    private StoredBackfill stored(UUID batchId) {
        return store.findBackfill(batchId).orElseThrow(() -> noBackfill(batchId));
    }

    @Override
    public Backfill pauseBackfill(UUID batchId) {
        return move(batchId, Backfill.State.PAUSED);
    }

    @Override
    public Backfill resumeBackfill(UUID batchId) {
        return move(batchId, Backfill.State.RUNNING);
    }

    @Override
    public Backfill cancelBackfill(UUID batchId) {
        return move(batchId, Backfill.State.CANCELLED);
    }

    private Backfill move(UUID batchId, Backfill.State to) {
        ScheduleKey key = stored(batchId).schedule();
        inTurn(transaction -> {
            List<StoredSchedule> schedule = transaction.lock(List.of(key));
            StoredBackfill before = transaction.findBackfills(List.of(batchId)).stream()
                    .findFirst()
                    .filter(there -> !schedule.isEmpty())
                    .orElseThrow(() -> noBackfill(batchId));
            Effects effects = before.state() == to ? Effects.NONE : move(transaction, schedule.get(0), before, to);
            return new Done<>(true, effects);
        });
        return getBackfill(batchId);
    }

    private Effects move(
            ScheduleTransaction transaction, StoredSchedule schedule, StoredBackfill before, Backfill.State to) {
        if (before.state().isOver()) {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to move backfill " + before.batchId() + " to state " + to + ", but it is "
                            + before.state());
        }
        Turns turns = new Turns(compiler, transaction);
        if (to == Backfill.State.CANCELLED) {
            ScheduleTurn turn = turns.beginAlone(schedule);
            turn.comeDue();
            turn.giveUp(before);
            return turns.record();
        }
        transaction.updateBackfills(List.of(before.in(to, transaction.now())));
        return turns.goOn(List.of(schedule));
    }

    // ---- what all have in common

    /** What a transaction answers, and what is to be done after it. */
    private record Done<T>(T result, Effects effects) {}

    private <T> T inTurn(Function<ScheduleTransaction, Done<T>> work) {
        Done<T> done = store.inTransaction(work);
        ticker.perform(done.effects());
        return done.result();
    }

    private static StoredSchedule lock(ScheduleTransaction transaction, Target target) {
        StoredSchedule schedule =
                transaction.lock(List.of(key(target))).stream().findFirst().orElseThrow(() -> noSchedule(key(target)));
        requireVersion(target, schedule);
        return schedule;
    }

    private static void requireVersion(Target target, @Nullable StoredSchedule schedule) {
        boolean isMet = target.ifVersion() == null || (schedule != null && target.ifVersion() == schedule.version());
        if (!isMet) {
            throw new OrchestratorException(
                    ErrorCode.PRECONDITION_FAILED,
                    schedule == null
                            ? "There is no schedule " + key(target)
                            : "Schedule " + schedule.key() + " is at version " + schedule.version());
        }
    }

    private static ScheduleKey key(Target target) {
        return new ScheduleKey(target.namespace(), target.name());
    }

    private static OrchestratorException noSchedule(ScheduleKey key) {
        return new OrchestratorException(
                ErrorCode.NOT_FOUND,
                "There is no schedule '" + key.name() + "' in namespace '" + key.namespace() + "'");
    }

    private static OrchestratorException noBackfill(UUID batchId) {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There is no batch " + batchId);
    }
}
