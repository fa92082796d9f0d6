package com.orchestrator.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/**
 * All figures of the server, in one registry: meters of what happens here, and of the JVM; and what parts of the server count by
 * themselves, which is read when somebody asks. The registry is the server's own, whatever the container does.
 */
public final class MetricsRegistry implements AutoCloseable {

    private static final String TEXT = "text/plain; version=0.0.4";

    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public MetricsRegistry(String version, List<MetricsSource> sources) {
        PrometheusRegistry collectors = new PrometheusRegistry();
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, collectors, Clock.SYSTEM);
        for (MetricsSource source : sources) {
            collectors.register((MultiCollector) () -> {
                Scrape scrape = new Scrape();
                source.tell(scrape);
                return scrape.snapshots();
            });
        }
        Gauge.builder("orchestrator.build.info", () -> 1)
                .description("Always 1; the labels say which build this is.")
                .tags("version", version, "java", Runtime.version().toString())
                .register(registry);
        collections.bindTo(registry);
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    /** For what is measured here. */
    public MeterRegistry meters() {
        return registry;
    }

    /** In the text format of Prometheus. */
    public String print() {
        return registry.scrape(TEXT);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
