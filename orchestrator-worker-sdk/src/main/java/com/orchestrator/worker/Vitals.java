package com.orchestrator.worker;

/** All that is known of how a worker is. */
record Vitals(WorkerSettings settings, ServerContact contact, TaskHooks hooks) {

    WorkerHealth health(WorkerHealth.State state) {
        boolean connected = contact.isHeard();
        return new WorkerHealth(
                state, connected, hooks.running(), settings.maxConcurrent(), connected ? "" : contact.problem());
    }
}
