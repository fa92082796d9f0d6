package com.orchestrator.engine.schedule;

import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.engine.calendar.FireTime;
import com.orchestrator.engine.calendar.FireTimes;
import com.orchestrator.engine.calendar.Zones;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at one schedule whose row is locked: takes the times that have come, says what becomes of each, and when somebody
 * has to look again. What it says is recorded in one transaction, and only then done; each start that is not known to have
 * been made is made again, which its run id makes harmless.
 */
public final class ScheduleTurn {

    /** Times that wait for their turn. */
    public static final int BUFFERED_MAX = 1_000;

    /** Times that one turn looks at, so that a transaction stays short; the next turn follows at once. */
    private static final int TIMES_MAX = 1_000;

    private static final int STARTS_MAX = 100;

    /** Missed times that one turn records one by one; all are counted. */
    private static final int MISSED_KEPT = 10;

    /** Whoever has decided on a start has this long to make it before another server does. */
    private static final Duration START_TIME = Duration.ofSeconds(10);

    /** A time that is no later than this was not missed: looks come once in a while. */
    private static final Duration LATE_MAX = Duration.ofSeconds(10);

    private static final Duration LOOK_MIN = Duration.ofSeconds(1);
    private static final Duration LOOK_MAX = Duration.ofSeconds(30);

    /** Looks at what lasts come in a tenth of the time that it has lasted. */
    private static final int LOOKS_PER_AGE = 10;

    private final StoredSchedule schedule;
    private final FireTimes times;
    private final Instant now;
    private final TreeMap<Long, Fire> unsettled = new TreeMap<>();
    private final Map<Long, Fire> added = new LinkedHashMap<>();
    private final Map<Long, Fire> changed = new LinkedHashMap<>();
    private final List<StoredBackfill> backfills = new ArrayList<>();
    private Instant settledTo;
    private @Nullable Instant nextAt;
    private @Nullable Instant dueAt;
    private boolean hasMore;
    private long lastNumber;
    private int missed;

    /** @param known what of it is unsettled */
    public ScheduleTurn(StoredSchedule schedule, FireTimes times, List<Fire.Known> known, Instant now) {
        this.schedule = schedule;
        this.times = times;
        this.now = now;
        this.settledTo = schedule.progress().settledTo();
        this.lastNumber = schedule.progress().lastNumber();
        known.forEach(this::knows);
    }

    private void knows(Fire.Known known) {
        Fire fire = known.fire();
        unsettled.put(fire.number(), fire);
        if (fire.state() == FireState.OPEN && known.isOver()) {
            change(fire.now(FireState.STARTED, fire.decidedAt(), fire.detail()));
        }
    }

    private void change(Fire fire) {
        (added.containsKey(fire.number()) ? added : changed).put(fire.number(), fire);
        if (fire.state().isUnsettled()) {
            unsettled.put(fire.number(), fire);
        } else {
            unsettled.remove(fire.number());
        }
    }

    private Stream<Fire> in(FireState state) {
        return List.copyOf(unsettled.values()).stream().filter(fire -> fire.state() == state);
    }

    // ---- what may be done in a turn

    /** Everything that has come due, of the schedule itself and of its backfills. */
    public void goOn(List<StoredBackfill> running) {
        repeatStarts();
        release();
        comeDue();
        running.forEach(this::goOn);
    }

    /** Whoever was to make these starts does not seem to have made them. */
    private void repeatStarts() {
        in(FireState.STARTING)
                .filter(fire -> !fire.decidedAt().plus(START_TIME).isAfter(now))
                .limit(STARTS_MAX)
                .forEach(fire -> change(fire.now(FireState.STARTING, now, null)));
    }

    /** The one that has waited longest is started when nothing is in its way. */
    private void release() {
        Optional<Fire> first = in(FireState.BUFFERED).findFirst();
        if (first.isPresent() && !isAnyUnderWay()) {
            change(first.get().now(FireState.STARTING, now, null));
        }
    }

    private boolean isAnyUnderWay() {
        return in(FireState.OPEN).findAny().isPresent()
                || in(FireState.STARTING).findAny().isPresent();
    }

    /** Takes the times of the schedule itself that have come. */
    public void comeDue() {
        if (schedule.paused()) {
            settledTo = now;
            return;
        }
        Duration window = schedule.spec().catchUpWindow();
        Instant oldest = now.minus(window.compareTo(LATE_MAX) < 0 ? LATE_MAX : window);
        int starts = 0;
        for (int taken = 0; ; taken++) {
            Optional<FireTime> next = times.next(settledTo);
            nextAt = next.map(FireTime::at).orElse(null);
            dueAt = next.map(fire -> putOff(fire.at())).orElse(null);
            if (dueAt == null || dueAt.isAfter(now)) {
                return;
            }
            if (taken == TIMES_MAX || starts == STARTS_MAX) {
                hasMore = true;
                return;
            }
            settledTo = next.orElseThrow().at();
            if (dueAt.isBefore(oldest)) {
                miss(next.orElseThrow());
            } else {
                take(next.orElseThrow(), schedule.spec().overlapOrDefault(), null);
                starts++;
            }
        }
    }

    private Instant putOff(Instant nominalAt) {
        return nominalAt.plus(
                Jitter.of(schedule.key(), nominalAt, schedule.spec().jitterOrNone()));
    }

    private void miss(FireTime time) {
        missed++;
        add(time, FireState.MISSED, schedule.spec().overlapOrDefault(), null, "No server got to it in time");
        in(added, FireState.MISSED)
                .filter(fire -> fire.number() <= lastNumber - MISSED_KEPT)
                .forEach(fire -> added.remove(fire.number()));
    }

    private static Stream<Fire> in(Map<Long, Fire> fires, FireState state) {
        return List.copyOf(fires.values()).stream().filter(fire -> fire.state() == state);
    }

    private Fire add(FireTime time, FireState state, Overlap overlap, @Nullable UUID batchId, @Nullable String detail) {
        Fire fire = new Fire(
                schedule.key(),
                ++lastNumber,
                time.at(),
                state,
                time.moved(),
                overlap,
                batchId,
                now,
                null,
                null,
                detail);
        added.put(fire.number(), fire);
        if (state.isUnsettled()) {
            unsettled.put(fire.number(), fire);
        }
        return fire;
    }

    /** A time has come: what becomes of it depends on the runs before it. */
    private Fire take(FireTime time, Overlap overlap, @Nullable UUID batchId) {
        if (overlap == Overlap.ALLOW_ALL || unsettled.isEmpty()) {
            return add(time, FireState.STARTING, overlap, batchId, null);
        }
        long buffered = in(FireState.BUFFERED).count();
        return switch (overlap) {
            case BUFFER_ONE ->
                buffered == 0
                        ? add(time, FireState.BUFFERED, overlap, batchId, null)
                        : skip(time, overlap, batchId, "Another time waits for its turn already");
            case BUFFER_ALL ->
                buffered < BUFFERED_MAX
                        ? add(time, FireState.BUFFERED, overlap, batchId, null)
                        : skip(time, overlap, batchId, BUFFERED_MAX + " times wait for their turn already");
            case CANCEL_OTHER, TERMINATE_OTHER -> {
                skipBuffered(fire -> true, "A later time has taken its place");
                yield add(time, FireState.BUFFERED, overlap, batchId, null);
            }
            case SKIP, ALLOW_ALL -> skip(time, overlap, batchId, "A run before it has not ended");
        };
    }

    private Fire skip(FireTime time, Overlap overlap, @Nullable UUID batchId, String why) {
        return add(time, FireState.SKIPPED, overlap, batchId, why);
    }

    private void skipBuffered(Predicate<Fire> which, String why) {
        in(FireState.BUFFERED).filter(which).forEach(fire -> change(fire.now(FireState.SKIPPED, now, why)));
    }

    /** Starts a run that no calendar asks for; its time is now. */
    public Fire trigger(Overlap overlap) {
        release();
        FireTime time = new FireTime(now, LocalDateTime.ofInstant(now, ZoneOffset.UTC), false);
        return justTaken(now).orElseGet(() -> take(time, overlap, null));
    }

    /** What this turn has made of a time already: it has one run, whoever asks for it. */
    private Optional<Fire> justTaken(Instant nominalAt) {
        return added.values().stream()
                .filter(fire -> fire.nominalAt().equals(nominalAt))
                .findFirst();
    }

    /** Nothing that waits for its turn is started, but for what backfills ask for. */
    public void stopWaiting() {
        skipBuffered(fire -> fire.batchId() == null, "The schedule was paused");
    }

    /** Nothing of a backfill that waits for its turn is started. */
    public void giveUp(StoredBackfill backfill) {
        long before = in(FireState.BUFFERED).count();
        skipBuffered(fire -> backfill.batchId().equals(fire.batchId()), "The backfill was cancelled");
        long left = before - in(FireState.BUFFERED).count();
        backfills.add(backfill.with(backfill.count().plus(0, 0, left)).in(Backfill.State.CANCELLED, now));
    }

    private void goOn(StoredBackfill backfill) {
        Instant taken = backfill.settledTo();
        long leftOut = 0;
        boolean isAtEnd = false;
        for (int i = 0; i < TIMES_MAX && active(backfill) < backfill.maxConcurrent(); i++) {
            Optional<FireTime> next =
                    times.next(taken).filter(fire -> !fire.at().isAfter(backfill.to()));
            if (next.isEmpty()) {
                isAtEnd = true;
                break;
            }
            taken = next.get().at();
            boolean isLeftOut = justTaken(taken).isPresent()
                    || take(next.get(), backfill.overlap(), backfill.batchId()).state() == FireState.SKIPPED;
            leftOut += isLeftOut ? 1 : 0;
        }
        StoredBackfill went = backfill.now(taken, leftOut);
        boolean isDone = isAtEnd && of(backfill).noneMatch(fire -> fire.state() != FireState.OPEN);
        backfills.add(isDone ? went.in(Backfill.State.COMPLETED, now) : went);
    }

    private Stream<Fire> of(StoredBackfill backfill) {
        return unsettled.values().stream().filter(fire -> backfill.batchId().equals(fire.batchId()));
    }

    private long active(StoredBackfill backfill) {
        return of(backfill).count();
    }

    // ---- what has come of it

    /** Times that are new. */
    public List<Fire> added() {
        return List.copyOf(added.values());
    }

    /** Times that are in another state. */
    public List<Fire> changed() {
        return List.copyOf(changed.values());
    }

    /** Backfills as they are now. */
    public List<StoredBackfill> backfills() {
        return List.copyOf(backfills);
    }

    /** Runs that are in the way of one that waits, and may be ended for it. */
    public Map<UUID, Overlap> stops() {
        Overlap wish = in(FireState.BUFFERED).map(Fire::overlap).findFirst().orElse(Overlap.SKIP);
        Map<UUID, Overlap> stops = new LinkedHashMap<>();
        if (wish == Overlap.CANCEL_OTHER || wish == Overlap.TERMINATE_OTHER) {
            in(FireState.OPEN).forEach(open -> stops.put(Objects.requireNonNull(open.instanceId()), wish));
        }
        return stops;
    }

    /** Times that were missed. */
    public int missed() {
        return missed;
    }

    /** Whether there is more to do at once. */
    public boolean hasMore() {
        return hasMore;
    }

    /** Whether something waits for runs to end. */
    public boolean isWaiting() {
        return in(FireState.BUFFERED).findAny().isPresent()
                || backfills.stream().anyMatch(backfill -> backfill.state() == Backfill.State.RUNNING);
    }

    /** Runs that have not ended, as far as anybody knows. */
    public List<UUID> open() {
        return in(FireState.OPEN)
                .map(fire -> Objects.requireNonNull(fire.instanceId()))
                .toList();
    }

    /** How far the schedule is now. */
    public StoredSchedule.Progress progress() {
        return new StoredSchedule.Progress(
                settledTo, nextAt, wakeAt(), lastNumber, schedule.progress().missed() + missed, Zones.dataVersion());
    }

    private @Nullable Instant wakeAt() {
        return Stream.of(
                        hasMore ? now : dueAt,
                        in(FireState.STARTING)
                                .map(fire -> fire.decidedAt().plus(START_TIME))
                                .min(Comparator.naturalOrder())
                                .orElse(null),
                        isWaiting() ? now.plus(untilLook()) : null)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private Duration untilLook() {
        Instant since = in(FireState.OPEN)
                .map(Fire::decidedAt)
                .max(Comparator.naturalOrder())
                .orElse(now);
        Duration share = Duration.between(since, now).dividedBy(LOOKS_PER_AGE);
        return share.compareTo(LOOK_MIN) < 0 ? LOOK_MIN : share.compareTo(LOOK_MAX) > 0 ? LOOK_MAX : share;
    }
}
