package com.orchestrator.projections.worker;

import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which shards a worker takes, and which it asks their owners for: its share, and no more. Pure. */
final class Claims {

    private final String me;
    private final long generation;
    private final long stale;
    private final Map<String, Worker> live;
    private final List<Shard> shards;
    private final Map<String, Integer> owned = new HashMap<>();
    private final int workers;

    final List<Shard> toTake = new ArrayList<>();
    final List<Shard> toAsk = new ArrayList<>();

    /**
     * @param shards of all projections of this generation
     * @param live workers that have been heard of
     * @param stale after how many milliseconds an owner that was asked is passed
     */
    Claims(String me, long generation, long stale, List<Worker> live, List<Shard> shards) {
        this.me = me;
        this.generation = generation;
        this.stale = stale;
        this.live = live.stream().filter(Worker::works).collect(Collectors.toMap(Worker::id, Function.identity()));
        this.shards = shards;
        shards.forEach(shard -> owned.merge(Objects.requireNonNullElse(shard.owner(), ""), 1, Integer::sum));
        this.workers = (int) Math.max(
                1,
                live.stream()
                        .filter(one -> one.works() && one.generation() == generation)
                        .count());
        choose();
    }

    private void choose() {
        shards.stream().filter(this::isPromisedToMe).forEach(toTake::add);
        shards.stream()
                .filter(this::isFree)
                .filter(shard -> !toTake.contains(shard))
                .forEach(shard -> {
                    if (mine() < ceiling()) {
                        toTake.add(shard);
                    }
                });
        shards.stream().filter(this::mayBeAskedFor).forEach(shard -> {
            if (isOlder(shard) ? mine() < ceiling() : isOneTooMany(shard)) {
                toAsk.add(shard);
                owned.merge(shard.owner(), -1, Integer::sum);
            }
        });
    }

    private int mine() {
        return owned.getOrDefault(me, 0) + toTake.size() + toAsk.size();
    }

    private int ceiling() {
        return (shards.size() + workers - 1) / workers;
    }

    private boolean isLive(String worker) {
        return live.containsKey(worker);
    }

    private boolean isFree(Shard shard) {
        return (shard.owner() == null || !isLive(shard.owner()))
                && (shard.successor() == null || !isLive(shard.successor()) || isOverdue(shard));
    }

    /** Its owner has let it go for this worker, is dead, or has taken too long. */
    private boolean isPromisedToMe(Shard shard) {
        return me.equals(shard.successor()) && (shard.owner() == null || !isLive(shard.owner()) || isOverdue(shard));
    }

    private boolean isOverdue(Shard shard) {
        return shard.successorSince() + stale < shard.now();
    }

    private boolean mayBeAskedFor(Shard shard) {
        return shard.owner() != null
                && !me.equals(shard.owner())
                && isLive(shard.owner())
                && (shard.successor() == null || !isLive(shard.successor()));
    }

    private boolean isOlder(Shard shard) {
        return shard.generation() < generation;
    }

    /** Whether its owner has two more than this worker, so that handing one over brings them nearer. */
    private boolean isOneTooMany(Shard shard) {
        return owned.getOrDefault(shard.owner(), 0) - mine() >= 2;
    }
}
