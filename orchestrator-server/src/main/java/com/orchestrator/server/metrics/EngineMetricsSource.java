package com.orchestrator.server.metrics;

import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.Figure;

/** What the engine counts of itself. */
public final class EngineMetricsSource implements MetricsSource {

    private final EngineMetrics engine;

    public EngineMetricsSource(EngineMetrics engine) {
        this.engine = engine;
    }

    @Override
    public void writeTo(MetricsText text) {
        engine.read().forEach(figure -> write(figure, text));
    }

    private static void write(Figure figure, MetricsText text) {
        text.metric(figure.name(), type(figure.kind()), figure.help());
        figure.samples().forEach(sample -> text.sample(figure.name(), sample.labels(), sample.value()));
    }

    private static MetricsText.Type type(Figure.Kind kind) {
        return switch (kind) {
            case COUNTER -> MetricsText.Type.COUNTER;
            case GAUGE -> MetricsText.Type.GAUGE;
        };
    }
}
