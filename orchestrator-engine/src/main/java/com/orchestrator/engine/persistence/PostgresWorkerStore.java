package com.orchestrator.engine.persistence;

import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.store.WorkerStore;
import org.hibernate.StatelessSession;

/** One row per worker process. */
final class PostgresWorkerStore implements WorkerStore {

    private final HibernateAccess hibernate;

    PostgresWorkerStore(HibernateAccess hibernate) {
        this.hibernate = hibernate;
    }

    @Override
    public void heartbeat(String workerId, WorkerHeartbeat heartbeat) {
        hibernate.transaction(session -> {
            upsert(session, workerId, heartbeat);
            return workerId;
        });
    }

    private static void upsert(StatelessSession session, String workerId, WorkerHeartbeat heartbeat) {
        WorkerEntity known = session.get(WorkerEntity.class, workerId);
        WorkerEntity worker = new WorkerEntity();
        worker.workerId = workerId;
        worker.name = heartbeat.name();
        worker.host = heartbeat.host();
        worker.queues = EventJson.print(heartbeat.queues());
        worker.capacity = heartbeat.capacity();
        worker.currentLoad = heartbeat.currentLoad();
        worker.deployment = heartbeat.deployment();
        worker.generation = heartbeat.generation();
        worker.state = heartbeat.state().name();
        worker.lastHeartbeat = HibernateAccess.now(session);
        worker.registeredAt = known == null ? worker.lastHeartbeat : known.registeredAt;
        session.upsert(worker);
    }
}
