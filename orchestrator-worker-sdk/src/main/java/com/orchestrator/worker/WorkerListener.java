package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import java.time.Duration;

/** Told what a worker does, for metrics. Called on threads of the worker; must not block, and what it throws is only logged. */
public interface WorkerListener {

    /**
     * A handler has ended.
     *
     * @param outcome {@code succeeded}, the kind of a failure as it is written on the wire ({@code retryable}, {@code fatal}, {@code
     *     compensate}, …), {@code left} to somebody else, or {@code lost} with its lease
     * @param took from when its thread took it
     */
    default void taskEnded(LeasedTask task, String outcome, Duration took) {}

    /** A task is no longer this worker's; its handler has been told to stop. */
    default void leaseLost(LeasedTask task) {}

    /**
     * A request for work was answered.
     *
     * @param tasks that came with it
     */
    default void polled(int tasks, Duration took) {}
}
