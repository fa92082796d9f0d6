package com.orchestrator.server.rest;

import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.metrics.MetricsRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Figures for Prometheus. */
@Path("metrics")
public final class MetricsResource {

    private static final String PROMETHEUS_TEXT = "text/plain;version=0.0.4;charset=utf-8";

    private final MetricsRegistry metrics;

    public MetricsResource(MetricsRegistry metrics) {
        this.metrics = metrics;
    }

    @GET
    @Produces(PROMETHEUS_TEXT)
    @Requires(role = Role.READER, on = On.SERVER)
    public String metrics() {
        return metrics.print();
    }
}
