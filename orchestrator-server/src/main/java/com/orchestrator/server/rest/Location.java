package com.orchestrator.server.rest;

import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.engine.service.RegisteredDefinition;
import com.orchestrator.engine.service.StartedWorkflow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses in {@code Location} headers. Relative, so that no forged Host header gets into them. */
final class Location {

    private Location() {}

    static String of(StartedWorkflow start) {
        return "/api/v1/instances/" + start.instanceId();
    }

    static String of(RegisteredDefinition definition) {
        return "/api/v1/workflows/" + segment(definition.namespace()) + "/" + segment(definition.name()) + "/revisions/"
                + definition.revision();
    }

    static String of(Schedule schedule) {
        return "/api/v1/schedules/" + segment(schedule.namespace()) + "/" + segment(schedule.name());
    }

    static String of(Backfill backfill) {
        return "/api/v1/batches/" + backfill.batchId();
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
