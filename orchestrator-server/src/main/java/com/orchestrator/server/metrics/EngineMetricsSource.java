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
    public void tell(Scrape scrape) {
        engine.read().forEach(figure -> write(figure, scrape));
    }

    private static void write(Figure figure, Scrape scrape) {
        scrape.metric(figure.name(), type(figure.kind()), figure.help());
        figure.spreads().forEach(spread -> scrape.sample(figure.name(), spread));
        figure.samples().forEach(sample -> scrape.sample(figure.name(), sample.labels(), sample.value()));
    }

    private static Scrape.Type type(Figure.Kind kind) {
        return switch (kind) {
            case COUNTER -> Scrape.Type.COUNTER;
            case GAUGE -> Scrape.Type.GAUGE;
            case HISTOGRAM -> Scrape.Type.HISTOGRAM;
        };
    }
}
