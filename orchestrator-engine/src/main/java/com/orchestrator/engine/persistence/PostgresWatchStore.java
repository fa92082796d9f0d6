package com.orchestrator.engine.persistence;

import com.orchestrator.engine.persistence.sql.FindBacklog;
import com.orchestrator.engine.persistence.sql.FindOpenRuns;
import com.orchestrator.engine.persistence.sql.UpsertPolls;
import com.orchestrator.engine.store.Snapshot;
import com.orchestrator.engine.store.WatchStore;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** One transaction each. */
final class PostgresWatchStore implements WatchStore {

    private final JdbcAccess jdbc;

    PostgresWatchStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void polled(Collection<Poll> polls) {
        jdbc.transaction(connection -> UpsertPolls.run(connection, polls));
    }

    @Override
    public <T> T inSnapshot(Function<Snapshot, T> look) {
        return jdbc.transaction(connection -> {
            Snapshot snapshot = PostgresSnapshot.begin(connection);
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
}
