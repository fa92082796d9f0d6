package com.orchestrator.server.metrics;

/** A part of the server that has figures to show. */
@FunctionalInterface
public interface MetricsSource {
    void writeTo(MetricsText text);
}
