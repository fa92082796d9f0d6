package com.orchestrator.engine.persistence;

import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.persistence.sql.FindBacklog;
import com.orchestrator.engine.persistence.sql.FindOpenRuns;
import com.orchestrator.engine.persistence.sql.FindQueues;
import com.orchestrator.engine.persistence.sql.FindRows;
import com.orchestrator.engine.persistence.sql.FindWakeUp;
import com.orchestrator.engine.persistence.sql.FindWatch;
import com.orchestrator.engine.persistence.sql.FindWorkers;
import com.orchestrator.engine.persistence.sql.UpsertPolls;
import com.orchestrator.engine.store.WatchStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One statement, one transaction each. */
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
    public Map<String, Facts.Queue> queues(Collection<String> queues) {
        return jdbc.transaction(connection -> FindQueues.run(connection, queues));
    }

    @Override
    public List<Facts.Worker> workers(Collection<String> workerIds) {
        return jdbc.transaction(connection -> FindWorkers.run(connection, workerIds)).stream()
                .map(PostgresWatchStore::worker)
                .toList();
    }

    private static Facts.Worker worker(FindWorkers.Row row) {
        List<String> queues = List.of(EventJson.parse(row.queues(), String[].class));
        return new Facts.Worker(row.workerId(), queues, row.capacity(), row.load(), row.lastHeartbeat());
    }

    @Override
    public Map<UUID, Facts.Row> rows(Collection<UUID> executionIds) {
        return jdbc.transaction(connection -> FindRows.run(connection, executionIds));
    }

    @Override
    public Optional<Instant> wakeAt(UUID instanceId) {
        return jdbc.transaction(connection -> FindWakeUp.run(connection, instanceId));
    }

    @Override
    public boolean isWatched(UUID instanceId) {
        return jdbc.transaction(connection -> FindWatch.run(connection, instanceId));
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
