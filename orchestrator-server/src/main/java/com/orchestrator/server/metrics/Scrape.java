package com.orchestrator.server.metrics;

import com.orchestrator.engine.service.Figure.Bucket;
import com.orchestrator.engine.service.Figure.Spread;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What sources say for one scrape: values that exist already, with labels that come and go. */
public final class Scrape {

    private static final String TOTAL = "_total";

    private final Map<String, Family> families = new LinkedHashMap<>();

    /** Opens a metric; its samples follow. */
    public Scrape metric(String name, Type type, String help) {
        families.put(name, new Family(name, type, help, new ArrayList<>()));
        return this;
    }

    public Scrape sample(String name, Map<String, String> labels, double value) {
        family(name).points.add(new Point(labels(labels), value, List.of()));
        return this;
    }

    /** A sample of a histogram. */
    public Scrape sample(String name, Spread spread) {
        family(name).points.add(new Point(labels(spread.labels()), spread.sum(), spread.counts()));
        return this;
    }

    private Family family(String name) {
        return Objects.requireNonNull(families.get(name), name);
    }

    private static Labels labels(Map<String, String> labels) {
        return Labels.of(labels.keySet().toArray(String[]::new), labels.values().toArray(String[]::new));
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(families.values().stream().map(Family::build).toList());
    }

    /** What may be done with the numbers of a metric. */
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /** One metric with all its samples. */
    private record Family(String name, Type type, String help, List<Point> points) {

        MetricSnapshot build() {
            return switch (type) {
                case COUNTER ->
                    new CounterSnapshot(
                            metadata(),
                            points.stream()
                                    .map(point -> new CounterDataPointSnapshot(point.value(), point.labels(), null, 0))
                                    .toList());
                case GAUGE ->
                    new GaugeSnapshot(
                            metadata(),
                            points.stream()
                                    .map(point -> new GaugeDataPointSnapshot(point.value(), point.labels(), null))
                                    .toList());
                case HISTOGRAM ->
                    new HistogramSnapshot(
                            metadata(), points.stream().map(Point::spread).toList());
            };
        }

        /** The library puts the end of the names of counters behind them by itself. */
        private MetricMetadata metadata() {
            boolean isTotal = type == Type.COUNTER && name.endsWith(TOTAL);
            return new MetricMetadata(isTotal ? name.substring(0, name.length() - TOTAL.length()) : name, help);
        }
    }

    /** @param buckets of a histogram */
    private record Point(Labels labels, double value, List<Bucket> buckets) {

        /** {@code value} is the sum. */
        HistogramDataPointSnapshot spread() {
            return new HistogramDataPointSnapshot(
                    ClassicHistogramBuckets.of(
                            buckets.stream().map(Bucket::upTo).toList(),
                            buckets.stream().map(Bucket::count).toList()),
                    value,
                    labels,
                    Exemplars.EMPTY,
                    0);
        }
    }
}
