package com.orchestrator.server.metrics;

import com.orchestrator.etl.jobs.EtlFigures;
import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.server.metrics.MetricsText.Type;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What extract-and-load jobs have done, as far as this server was told. Nothing is looked up for it. */
public final class EtlMetrics implements MetricsSource {

    private static final String RUNS = "orchestrator_etl_runs_total";
    private static final String ROWS = "orchestrator_etl_rows_total";

    private final EtlService etl;

    public EtlMetrics(EtlService etl) {
        this.etl = etl;
    }

    @Override
    public void writeTo(MetricsText text) {
        List<EtlFigures> jobs = etl.figures();
        if (jobs.isEmpty()) {
            return;
        }
        text.metric(RUNS, Type.COUNTER, "Runs of jobs that have ended.");
        each(text, RUNS, jobs, "completed", EtlFigures::completed);
        each(text, RUNS, jobs, "failed", EtlFigures::failed);
        text.metric(ROWS, Type.COUNTER, "Rows of runs that have ended.");
        each(text, ROWS, jobs, "read", EtlFigures::rowsRead);
        each(text, ROWS, jobs, "loaded", EtlFigures::rowsLoaded);
        each(text, ROWS, jobs, "rejected", EtlFigures::rowsRejected);
        one(
                text,
                Type.COUNTER,
                "run_seconds_total",
                "From extractions to the ends of loads.",
                jobs,
                EtlFigures::seconds);
        one(
                text,
                Type.GAUGE,
                "schedule_lag_seconds",
                "How long after its time a worker began the last run of a schedule.",
                jobs,
                EtlFigures::scheduleLagSeconds);
    }

    private static void each(
            MetricsText text,
            String metric,
            List<EtlFigures> jobs,
            String outcome,
            ToDoubleFunction<EtlFigures> figure) {
        jobs.forEach(
                job -> text.sample(metric, Map.of("job", job.job(), "outcome", outcome), figure.applyAsDouble(job)));
    }

    private static void one(
            MetricsText text,
            Type type,
            String name,
            String help,
            List<EtlFigures> jobs,
            ToDoubleFunction<EtlFigures> figure) {
        String metric = "orchestrator_etl_" + name;
        text.metric(metric, type, help);
        jobs.forEach(job -> text.sample(metric, Map.of("job", job.job()), figure.applyAsDouble(job)));
    }
}
