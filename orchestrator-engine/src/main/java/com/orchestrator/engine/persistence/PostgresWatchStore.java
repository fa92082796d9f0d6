package com.orchestrator.engine.persistence;

import com.orchestrator.engine.persistence.sql.CountQueued;
import com.orchestrator.engine.persistence.sql.FindBacklog;
import com.orchestrator.engine.persistence.sql.FindOpenRuns;
import com.orchestrator.engine.persistence.sql.FindSurroundings;
import com.orchestrator.engine.persistence.sql.UpsertPolls;
import com.orchestrator.engine.store.Snapshot;
import com.orchestrator.engine.store.Surroundings;
import com.orchestrator.engine.store.Surroundings.Connections;
import com.orchestrator.engine.store.WatchStore;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** One transaction each. */
final class PostgresWatchStore implements WatchStore {

    private final JdbcAccess jdbc;
    private final HikariDataSource pool;
    private final Seals seals;

    PostgresWatchStore(JdbcAccess jdbc, HikariDataSource pool, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.pool = pool;
    }

    @Override
    public void polled(Collection<Poll> polls) {
        jdbc.transaction(connection -> UpsertPolls.run(connection, polls));
    }

    @Override
    public <T> T inSnapshot(Function<Snapshot, T> look) {
        return jdbc.transaction(connection -> {
            Snapshot snapshot = PostgresSnapshot.begin(connection, seals);
            return UncheckedSql.unwrap(() -> look.apply(snapshot));
        });
    }

    @Override
    public OpenRuns openRuns(UUID after, int limit) {
        return jdbc.transaction(connection -> FindOpenRuns.run(connection, after, limit));
    }

    @Override
    public List<Backlog> backlog() {
        return jdbc.transaction(FindBacklog::run);
    }

    @Override
    public Surroundings surroundings() {
        return jdbc.transaction(FindSurroundings::run);
    }

    /** A pool that nobody has used yet has none. */
    @Override
    public Connections connections() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return now == null
                ? Connections.NONE
                : new Connections(
                        now.getActiveConnections(),
                        now.getIdleConnections(),
                        pool.getMaximumPoolSize(),
                        now.getThreadsAwaitingConnection());
    }

    @Override
    public Map<String, Long> queued() {
        return jdbc.transaction(CountQueued::run);
    }
}
