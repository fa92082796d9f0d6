package com.orchestrator.engine.store;

import com.orchestrator.api.request.TaskReport;

/** What a worker has reported to a run that is set aside. */
public record KeptReport(String workerId, TaskReport report) {}
