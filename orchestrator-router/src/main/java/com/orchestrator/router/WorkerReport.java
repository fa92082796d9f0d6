package com.orchestrator.router;

/** A heartbeat of a worker. */
public record WorkerReport(String workerId, String workerType, int capacity, int currentLoad) {}
