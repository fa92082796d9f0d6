package com.orchestrator.projections.worker;

import com.orchestrator.projections.Projection;
import com.orchestrator.projections.Rebuildable;
import com.orchestrator.projections.Strategy;
import com.orchestrator.projections.store.Generation;
import com.orchestrator.projections.store.Generation.Phase;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Tables;
import com.orchestrator.projections.store.Worker;
import com.orchestrator.projections.store.WorkerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * What a worker does at each of its heartbeats: says that it is there, finds out which generation counts, and takes, asks
 * for or lets go of shards. All that it knows of others it reads from the tables, all times are the database's.
 */
final class Coordinator {

    private final Plan plan;
    private final Tables tables;
    private final Settings settings;
    private final Supplier<String> ids;
    private final ExecutorService threads;
    private final Map<String, ShardWork> works = new ConcurrentHashMap<>();
    private volatile String me;
    private WorkerState state = WorkerState.STARTING;
    private boolean waiting;

    Coordinator(Plan plan, Tables tables, Settings settings, Supplier<String> ids, ExecutorService threads) {
        this.plan = plan;
        this.tables = tables;
        this.settings = settings;
        this.ids = ids;
        this.threads = threads;
        this.me = ids.get();
    }

    String workerId() {
        return me;
    }

    void register() throws SQLException {
        tables.transactions().run(connection -> {
            register(connection);
            return true;
        });
    }

    /** Whether something is awaited that may happen before the next heartbeat. */
    boolean isWaiting() {
        return waiting;
    }

    boolean isStopped() {
        return state == WorkerState.STOPPED;
    }

    void tick() throws SQLException {
        works.values().removeIf(ShardWork::hasEnded);
        tables.transactions().<List<Shard>, SQLException>run(this::look).forEach(this::start);
    }

    private List<Shard> look(Connection connection) throws SQLException {
        waiting = false;
        stayRegistered(connection);
        Generation newest = newest(connection);
        if (newest.number() > settings.generation()) {
            retire(connection, newest);
            return List.of();
        }
        List<Worker> live = cleaned(connection);
        if (newest.phase() == Phase.DRAINING && !begin(connection, newest, live)) {
            waiting = true;
            return List.of();
        }
        return claim(connection, live);
    }

    /** The workers that have been heard of; the others are deleted. */
    private List<Worker> cleaned(Connection connection) throws SQLException {
        long stale = settings.stale().toMillis();
        List<Worker> live = new ArrayList<>();
        for (Worker worker : tables.workers().all(connection)) {
            if (worker.isStale(stale)) {
                tables.workers().deleteStale(connection, worker.id(), stale);
            } else {
                live.add(worker);
            }
        }
        return live;
    }

    /** A worker that was thought to be dead has lost what it owned, and comes back as a new one. */
    private void stayRegistered(Connection connection) throws SQLException {
        if (!tables.workers().heartbeat(connection, me, state)) {
            works.values().forEach(ShardWork::stop);
            me = ids.get();
            register(connection);
        }
    }

    private void register(Connection connection) throws SQLException {
        tables.workers()
                .register(
                        connection, me, settings.generation(), settings.stale().toMillis());
    }

    private Generation newest(Connection connection) throws SQLException {
        Generation newest = tables.generation().read(connection);
        if (newest.number() >= settings.generation()) {
            return newest;
        }
        Phase phase = settings.strategy() == Strategy.RECREATE ? Phase.DRAINING : Phase.RUNNING;
        tables.generation().announce(connection, settings.generation(), phase);
        return tables.generation().read(connection);
    }

    /** A newer generation is there. While it drains, everything ends; while it takes over, what is owned goes on. */
    private void retire(Connection connection, Generation newest) throws SQLException {
        waiting = true;
        if (newest.phase() == Phase.DRAINING) {
            works.values().forEach(ShardWork::stop);
        }
        state = works.isEmpty() ? WorkerState.STOPPED : WorkerState.DRAINING;
        tables.workers().heartbeat(connection, me, state);
    }

    /** Once all older workers have stopped, or have had their time, none of them can change anything any more. */
    private boolean begin(Connection connection, Generation newest, List<Worker> live) throws SQLException {
        boolean awaited =
                live.stream().anyMatch(worker -> worker.generation() < settings.generation() && worker.works());
        if (awaited && newest.since() + settings.stale().toMillis() >= newest.now()) {
            return false;
        }
        if (tables.generation().begin(connection, settings.generation())) {
            tables.shards().fenceOff(connection, settings.generation());
        }
        return true;
    }

    private List<Shard> claim(Connection connection, List<Worker> live) throws SQLException {
        List<Shard> shards = shards(connection);
        Claims claims = new Claims(me, settings.generation(), settings.stale().toMillis(), live, shards);
        List<Shard> claimed = new ArrayList<>();
        for (Shard shard : withForgotten(claims.toTake, shards)) {
            boolean rebuildable = plan.get(shard.projection()) instanceof Rebuildable;
            if (tables.shards().claim(connection, shard, me, settings.generation(), rebuildable)) {
                claimed.add(shard);
            }
        }
        for (Shard shard : claims.toAsk) {
            tables.shards().ask(connection, shard, me);
            waiting = true;
        }
        waiting |= shards.stream().anyMatch(shard -> me.equals(shard.successor()));
        state = works.isEmpty() && claimed.isEmpty() ? WorkerState.READY : WorkerState.RUNNING;
        tables.workers().heartbeat(connection, me, state);
        return claimed;
    }

    /** All of them, each with a row, and with none that an older worker has added or taken since it was told to stop. */
    private List<Shard> shards(Connection connection) throws SQLException {
        List<Shard> shards = plan.ours(tables.shards().all(connection));
        boolean complete = shards.stream().filter(Shard::live).count() == plan.shards();
        boolean older = settings.strategy() == Strategy.RECREATE
                && shards.stream().anyMatch(shard -> shard.generation() < settings.generation());
        if (complete && !older) {
            return shards;
        }
        plan.addRows(connection, tables.shards(), shards, settings.generation());
        if (older) {
            tables.shards().fenceOff(connection, settings.generation());
        }
        return plan.ours(tables.shards().all(connection));
    }

    /** What is this worker's by its row, and nobody works on: its thread has died, or the answer to its claim was lost. */
    private List<Shard> withForgotten(List<Shard> toTake, List<Shard> shards) {
        List<Shard> all = new ArrayList<>(toTake);
        shards.stream()
                .filter(shard -> me.equals(shard.owner()) && !works.containsKey(key(shard)))
                .forEach(all::add);
        return all;
    }

    private void start(Shard claimed) {
        Projection projection = plan.get(claimed.projection());
        ShardStep step = new ShardStep(projection, plan.source(), tables, settings, claimed);
        ShardWork work = new ShardWork(step, settings.poll());
        works.put(key(claimed), work);
        threads.execute(work);
    }

    private static String key(Shard shard) {
        return shard.projection() + "/" + shard.build() + "/" + shard.number();
    }

    private void say(WorkerState now) throws SQLException {
        state = now;
        tables.transactions().run(connection -> tables.workers().heartbeat(connection, me, now));
    }

    /** Finishes the batches that are under way, and lets everything go. */
    void drain() throws SQLException, InterruptedException {
        say(WorkerState.DRAINING);
        works.values().forEach(ShardWork::stop);
        for (ShardWork work : works.values()) {
            boolean ignored = work.awaitEnd(settings.stale());
        }
        say(WorkerState.STOPPED);
    }
}
