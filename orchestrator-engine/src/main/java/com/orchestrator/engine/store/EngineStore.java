package com.orchestrator.engine.store;

import com.orchestrator.engine.service.EncryptionService;

/** Everything durable. Implementations are safe for use by many threads. */
public interface EngineStore extends AutoCloseable {

    RunStore runs();

    LeaseStore leases();

    DefinitionStore definitions();

    ReadStore reads();

    WorkerStore workers();

    QueueStore queues();

    WatchStore watch();

    LogStore logs();

    SetAsideStore setAside();

    LimitStore limits();

    PermitStore permits();

    JobStore jobs();

    ScheduleStore schedules();

    ClaimStore claims();

    FeedStore feed();

    RetentionStore retention();

    IncidentStore incidents();

    BatchStore batches();

    WebhookStore webhooks();

    EncryptionService encryption();

    @Override
    void close();
}
