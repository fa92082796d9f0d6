package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.TaskToken;
import java.time.Duration;

/** Lets the lease of a task last, whatever becomes of this process. */
@FunctionalInterface
interface LeaseExtender {

    /**
     * Blocks until the extension is durable.
     *
     * @return the right to report the task
     * @throws TaskCancelledException when the lease is lost
     */
    TaskToken extend(LeasedTask task, Duration lease);
}
