package com.orchestrator.engine.persistence;

import com.orchestrator.api.fleet.WorkerIdentity;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.persistence.sql.AskToDrain;
import com.orchestrator.engine.persistence.sql.FindDraining;
import com.orchestrator.engine.persistence.sql.FindIdentities;
import com.orchestrator.engine.persistence.sql.FindServerLeases;
import com.orchestrator.engine.persistence.sql.ListWorkers;
import com.orchestrator.engine.persistence.sql.ReplaceWorkerQueues;
import com.orchestrator.engine.persistence.sql.RetireWorkers;
import com.orchestrator.engine.persistence.sql.UpsertPollingWorkers;
import com.orchestrator.engine.persistence.sql.UpsertServerLeases;
import com.orchestrator.engine.persistence.sql.UpsertWorker;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.OpenLeases;
import com.orchestrator.engine.store.WorkerStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One row per worker process. */
final class PostgresWorkerStore implements WorkerStore {

    private final JdbcAccess jdbc;
    private final ListWorkers workers = new ListWorkers(queues -> List.of(EventJson.parse(queues, String[].class)));

    PostgresWorkerStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean heartbeat(String workerId, WorkerHeartbeat heartbeat) {
        String queues = EventJson.print(heartbeat.queues());
        return jdbc.transaction(connection -> {
            UpsertWorker.Heard heard = UpsertWorker.run(connection, workerId, heartbeat, queues);
            if (heard.asksForOthers()) {
                ReplaceWorkerQueues.run(connection, workerId, heartbeat.queues());
            }
            return heard.drainRequested();
        });
    }

    @Override
    public void polled(Collection<PollingWorker> polled) {
        Map<String, PollingWorker> byId =
                polled.stream().collect(Collectors.toMap(PollingWorker::workerId, Function.identity()));
        jdbc.transaction(connection -> {
            Set<String> changed = Set.copyOf(UpsertPollingWorkers.run(connection, byId.values(), EventJson::print));
            for (PollingWorker worker : byId.values()) {
                if (changed.contains(worker.workerId())) {
                    ReplaceWorkerQueues.run(connection, worker.workerId(), worker.queues());
                }
            }
            return changed;
        });
    }

    @Override
    public Optional<KnownWorker> find(String workerId) {
        return jdbc.transaction(connection -> workers.one(connection, workerId)).stream()
                .findFirst();
    }

    @Override
    public Map<String, WorkerIdentity> identities(Collection<String> workerIds) {
        if (workerIds.isEmpty()) {
            return Map.of();
        }
        return jdbc.transaction(connection -> FindIdentities.run(connection, workerIds)).stream()
                .collect(Collectors.toMap(WorkerIdentity::workerId, Function.identity()));
    }

    @Override
    public Page<KnownWorker> list(@Nullable String queue, ListQuery query) {
        String after = Cursor.name(query.cursor());
        List<KnownWorker> found =
                jdbc.transaction(connection -> workers.page(connection, queue, after, query.limit() + 1));
        return Cursor.page(
                found, query.limit(), worker -> Cursor.of(worker.status().workerId()));
    }

    @Override
    public boolean askToDrain(String workerId) {
        return jdbc.transaction(connection -> AskToDrain.run(connection, workerId)) > 0;
    }

    @Override
    public Set<String> draining() {
        return Set.copyOf(jdbc.transaction(FindDraining::run));
    }

    @Override
    public Optional<String> retire(String after, int limit) {
        return jdbc.transaction(connection -> RetireWorkers.run(connection, after, limit)).stream()
                .findFirst();
    }

    @Override
    public void publish(UUID serverId, OpenLeases leases) {
        jdbc.transaction(connection -> UpsertServerLeases.run(
                connection, serverId, EventJson.print(leases.byQueue()), EventJson.print(leases.byWorker())));
    }

    @Override
    public OpenLeases publishedByOthers(UUID serverId) {
        return jdbc.transaction(connection -> FindServerLeases.run(connection, serverId)).stream()
                .map(row -> new OpenLeases(counts(row.byQueue()), counts(row.byWorker())))
                .reduce(OpenLeases.NONE, OpenLeases::plus);
    }

    @Override
    public int othersThatTold(UUID serverId) {
        return jdbc.transaction(connection -> FindServerLeases.run(connection, serverId))
                .size();
    }

    private static Map<String, Long> counts(String json) {
        Map<?, ?> parsed = EventJson.parse(json, Map.class);
        Map<String, Long> counts = new HashMap<>();
        parsed.forEach((name, count) -> counts.put((String) name, ((Number) count).longValue()));
        return counts;
    }
}
