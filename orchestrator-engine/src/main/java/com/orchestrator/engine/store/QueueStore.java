package com.orchestrator.engine.store;

import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import java.util.Optional;

/** Queues: what waits in them, and who asks for them. Counts leases that have a row. */
public interface QueueStore {

    /** By name; those as well that something is only set for. */
    Page<QueueStatus> list(ListQuery query);

    /** Empty for one that was never polled and in which nothing waits. */
    Optional<QueueStatus> find(String name);
}
