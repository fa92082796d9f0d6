package com.orchestrator.engine.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Row of {@code workers}. */
@Entity
@Table(name = "workers")
class WorkerEntity {

    @Id
    @Column(name = "worker_id")
    String workerId;

    @Nullable
    String name;

    @Nullable
    String host;

    @Column(columnDefinition = "text")
    String queues;

    int capacity;

    @Column(name = "current_load")
    int currentLoad;

    @Nullable
    String deployment;

    @Nullable
    Long generation;

    String state;

    @Column(name = "registered_at")
    Instant registeredAt;

    @Column(name = "last_heartbeat")
    Instant lastHeartbeat;

    @SuppressWarnings("NullAway") // Hibernate and PostgresWorkerStore fill the fields.
    WorkerEntity() {}
}
