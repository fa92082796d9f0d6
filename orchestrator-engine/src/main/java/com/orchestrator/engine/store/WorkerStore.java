package com.orchestrator.engine.store;

import com.orchestrator.api.request.WorkerHeartbeat;

/** The table of worker processes. */
public interface WorkerStore {

    /** Inserts or updates one worker; the database stamps the time. */
    void heartbeat(String workerId, WorkerHeartbeat heartbeat);
}
