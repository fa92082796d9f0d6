package com.orchestrator.server.rest;

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

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
