package com.orchestrator.server.projection;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.projection.ProjectionStatus;
import com.orchestrator.api.projection.WorkerGeneration;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.server.metrics.MetricsSource;
import com.orchestrator.server.metrics.Scrape;
import com.orchestrator.server.metrics.Scrape.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What projections say of themselves. Nothing where there are none, and nothing when their tables cannot be read. */
public final class ProjectionMetrics implements MetricsSource {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionMetrics.class);
    private static final int PROJECTIONS_MAX = 1_000;

    private final ProjectionService projections;

    public ProjectionMetrics(ProjectionService projections) {
        this.projections = projections;
    }

    @Override
    public void tell(Scrape scrape) {
        try {
            List<ProjectionStatus> all =
                    projections.list(new ListQuery(PROJECTIONS_MAX, null)).items();
            if (!all.isEmpty()) {
                write(scrape, all, projections.generations());
            }
        } catch (OrchestratorException e) {
            LOG.debug("No figures of projections: {}", e.toString());
        }
    }

    private static void write(Scrape scrape, List<ProjectionStatus> all, List<WorkerGeneration> generations) {
        each(
                scrape,
                all,
                "lag_events",
                Type.GAUGE,
                "Events that are to come.",
                one -> one.lag().events());
        each(scrape, all, "lag_seconds", Type.GAUGE, "Since the first event was recorded that is to come.", one -> {
            Double seconds = one.lag().seconds();
            return seconds == null ? 0 : seconds;
        });
        each(scrape, all, "events_total", Type.COUNTER, "Events worked in.", ProjectionStatus::events);
        each(
                scrape,
                all,
                "failing_shards",
                Type.GAUGE,
                "Shards that stand at an event.",
                one -> one.shards().stream()
                        .filter(shard -> shard.failures() > 0)
                        .count());
        each(scrape, all, "dead_letters", Type.GAUGE, "Events that were passed by.", ProjectionStatus::deadLetters);
        each(scrape, all, "paused", Type.GAUGE, "1 while it is paused.", one -> one.pausedReason() == null ? 0 : 1);
        workers(scrape, generations);
    }

    private static void each(
            Scrape scrape,
            List<ProjectionStatus> all,
            String name,
            Type type,
            String help,
            ToDoubleFunction<ProjectionStatus> value) {
        String metric = "orchestrator_projection_" + name;
        scrape.metric(metric, type, help);
        all.forEach(one -> scrape.sample(metric, Map.of("projection", one.name()), value.applyAsDouble(one)));
    }

    private static void workers(Scrape scrape, List<WorkerGeneration> generations) {
        String metric = "orchestrator_projection_workers";
        scrape.metric(metric, Type.GAUGE, "Workers that are heard of, by generation and state.");
        for (WorkerGeneration generation : generations) {
            Map<String, Long> counts = new TreeMap<>();
            generation.workers().stream()
                    .filter(WorkerGeneration.ProjectionWorker::alive)
                    .forEach(worker -> counts.merge(worker.state().name().toLowerCase(Locale.ROOT), 1L, Long::sum));
            String number = Long.toString(generation.generation());
            counts.forEach(
                    (state, count) -> scrape.sample(metric, Map.of("generation", number, "state", state), count));
        }
    }
}
