package com.orchestrator.projections.desk;

import com.orchestrator.projections.EventSource.Lag;
import com.orchestrator.projections.desk.Reason.Code;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Shard.Wish;
import com.orchestrator.projections.store.Worker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of rows how a projection stands, and why. Pure. */
final class Standing {

    private final Snapshot all;
    private final String name;
    private final List<Shard> rows;
    private final List<Shard> live;
    private final List<Reason> reasons = new ArrayList<>();

    private Standing(Snapshot all, String name) {
        this.all = all;
        this.name = name;
        this.rows = all.of(name);
        this.live = rows.stream().filter(Shard::live).toList();
    }

    static ProjectionView of(Snapshot all, String name) {
        return new Standing(all, name).view();
    }

    private ProjectionView view() {
        Shard first = live.get(0);
        Lag lag = live.stream().map(Shard::lag).max(FARTHEST).orElseThrow();
        findReasons(lag, rate(live));
        return new ProjectionView(
                name,
                state(),
                first.build(),
                live.stream().mapToLong(Shard::generation).max().orElse(0),
                events(live),
                rate(live),
                lag,
                all.lettersOf(name),
                first.rebuildable(),
                first.pausedReason(),
                rebuild(first),
                rows,
                reasons);
    }

    /** Of the build that is read: the other one disturbs nobody. */
    private ProjectionState state() {
        return reasons.stream()
                .filter(reason -> !isFresh(reason))
                .map(reason -> reason.code().state())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static final Comparator<Lag> FARTHEST =
            Comparator.comparing(Lag::atLeast).thenComparing(Lag::events);

    private static long events(List<Shard> shards) {
        return shards.stream().mapToLong(Shard::events).sum();
    }

    private static long rate(List<Shard> shards) {
        return shards.stream().mapToLong(shard -> shard.measure().rate()).sum();
    }

    private @Nullable RebuildView rebuild(Shard first) {
        List<Shard> fresh = rows.stream().filter(shard -> !shard.live()).toList();
        Wish wish = first.wish();
        RebuildView.State state;
        if (Wish.GIVE_UP.equals(wish.asked())) {
            state = RebuildView.State.GIVING_UP;
        } else if (!fresh.isEmpty()) {
            state = RebuildView.State.RUNNING;
        } else if (wish.asked() != null) {
            state = RebuildView.State.ASKED;
        } else if (wish.refused() != null) {
            state = RebuildView.State.REFUSED;
        } else {
            return null;
        }
        return new RebuildView(state, first.build() + 1, events(fresh), events(live), wish.refused());
    }

    private void findReasons(Lag lag, long rate) {
        String paused = live.get(0).pausedReason();
        if (paused != null) {
            reasons.add(Reason.of(Code.PAUSED, "It is paused: " + paused));
        }
        rows.stream().filter(shard -> shard.failures() > 0).forEach(this::addFailing);
        addUnowned();
        rows.forEach(this::addNote);
        if (lag.events() > 0) {
            reasons.add(Reason.of(
                    Code.BEHIND,
                    (lag.atLeast() ? "At least " : "") + lag.events() + " events are to come; of late it worked in "
                            + rate + " a second"));
        }
        RebuildView rebuild = rebuild(live.get(0));
        if (rebuild != null) {
            reasons.add(Reason.of(Code.REBUILD, rebuildText(rebuild)));
        }
        if (reasons.stream().allMatch(reason -> reason.code() == Code.REBUILD || isFresh(reason))) {
            reasons.add(Reason.of(Code.UP_TO_DATE, "All that can be read is worked in"));
        }
        reasons.sort(Comparator.comparing(reason -> reason.code()));
    }

    private boolean isFresh(Reason reason) {
        return reason.build() != null && reason.build() != live.get(0).build();
    }

    private static String rebuildText(RebuildView rebuild) {
        return switch (rebuild.state()) {
            case ASKED ->
                "Build " + rebuild.build() + " is asked for; the owner of the first shard begins it after its batch";
            case RUNNING ->
                "Build " + rebuild.build() + " was told " + rebuild.events() + " events, of the " + rebuild.of()
                        + " that the build was told that is read";
            case GIVING_UP -> "Build " + rebuild.build() + " is given up";
            case REFUSED -> "Build " + rebuild.build() + " cannot be begun or given up: " + rebuild.refused();
        };
    }

    private void addFailing(Shard shard) {
        long wait = Math.max(0, shard.retryAt() - shard.now());
        reasons.add(new Reason(
                Code.EVENT_FAILS,
                "The event " + shard.failedEvent() + " cannot be worked in: " + shard.error() + ". Tried "
                        + shard.failures() + " times, again in " + (wait + 999) / 1000
                        + " s; mend the handler, or skip the event",
                shard.build(),
                shard.number(),
                shard.failedEvent()));
    }

    private void addUnowned() {
        List<Worker> awaited = all.awaited();
        if (!awaited.isEmpty()) {
            reasons.add(Reason.of(
                    Code.GENERATION_WAITS,
                    "Generation " + all.newest().number() + " begins when " + awaited.size()
                            + " older workers have stopped: "
                            + String.join(", ", awaited.stream().map(Worker::id).toList())
                            + "; who hangs is passed after the stale threshold"));
            return;
        }
        for (Shard shard : rows) {
            Worker owner = all.worker(shard.owner());
            if (owner == null || !owner.isAlive()) {
                reasons.add(new Reason(Code.NO_WORKER, unowned(shard, owner), shard.build(), shard.number(), null));
            }
        }
    }

    private String unowned(Shard shard, @Nullable Worker owner) {
        if (owner != null && owner.works()) {
            return "Its worker " + owner.id() + " was heard of last " + (owner.now() - owner.lastHeartbeat()) / 1000
                    + " s ago; another takes it after " + owner.staleAfter() / 1000 + " s of silence";
        }
        long able = all.workers().stream()
                .filter(worker -> worker.isAlive() && worker.generation() >= shard.generation())
                .count();
        return able == 0
                ? "No worker of generation " + shard.generation() + " or newer runs"
                : "It is free; " + able
                        + " workers are there, and one takes it with its next heartbeat if it runs this projection";
    }

    private void addNote(Shard shard) {
        String note = shard.measure().note();
        if (note != null) {
            reasons.add(new Reason(Code.HELD_UP, note, shard.build(), shard.number(), null));
        }
    }
}
