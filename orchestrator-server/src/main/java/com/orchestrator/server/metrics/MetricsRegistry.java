package com.orchestrator.server.metrics;

import java.util.List;

/** Everything that has figures to show. They are read when somebody asks, not kept. */
public final class MetricsRegistry {

    private final List<MetricsSource> sources;

    public MetricsRegistry(List<MetricsSource> sources) {
        this.sources = List.copyOf(sources);
    }

    public String print() {
        MetricsText text = new MetricsText();
        sources.forEach(source -> source.writeTo(text));
        return text.toString();
    }
}
