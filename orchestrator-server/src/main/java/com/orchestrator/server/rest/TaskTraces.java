package com.orchestrator.server.rest;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.TraceContext;
import com.orchestrator.api.request.PollResponse;
import java.util.Map;
import java.util.TreeMap;

/** Says to workers where in a trace their tasks are: runs whose start has said so say it themselves, the others follow from their ids. */
public final class TaskTraces {

    private static final String TRACEPARENT = "traceparent";

    private final boolean isOn;

    /** @param isOn whether this server sends traces; else nobody would know the spans */
    public TaskTraces(boolean isOn) {
        this.isOn = isOn;
    }

    LeasedTask in(LeasedTask task) {
        if (!isOn || task.headers().containsKey(TRACEPARENT)) {
            return task;
        }
        TraceContext run = TraceContext.ofRun(task.instanceId());
        Map<String, String> headers = new TreeMap<>(task.headers());
        headers.put(TRACEPARENT, run.within(task.executionId()).traceparent());
        return task.with(task.lastProgress(), headers);
    }

    PollResponse in(PollResponse answer) {
        return !isOn || answer.tasks().isEmpty()
                ? answer
                : new PollResponse(
                        answer.results(),
                        answer.renewals(),
                        answer.tasks().stream().map(this::in).toList(),
                        answer.drain());
    }
}
