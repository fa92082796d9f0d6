package com.orchestrator.worker.spring;

import com.orchestrator.worker.WorkerBuilder;

/** A bean that has the last word on the worker before it starts: a mapper of its own, handlers as lambdas. */
@FunctionalInterface
public interface WorkerCustomizer {

    void customize(WorkerBuilder worker);
}
