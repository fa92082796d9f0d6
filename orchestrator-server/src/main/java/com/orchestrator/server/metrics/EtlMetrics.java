package com.orchestrator.server.metrics;

import com.orchestrator.etl.jobs.EtlFigures;
import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.server.metrics.Scrape.Type;
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
    public void tell(Scrape scrape) {
        List<EtlFigures> jobs = etl.figures();
        if (jobs.isEmpty()) {
            return;
        }
        scrape.metric(RUNS, Type.COUNTER, "Runs of jobs that have ended.");
        each(scrape, RUNS, jobs, "completed", EtlFigures::completed);
        each(scrape, RUNS, jobs, "failed", EtlFigures::failed);
        scrape.metric(ROWS, Type.COUNTER, "Rows of runs that have ended.");
        each(scrape, ROWS, jobs, "read", EtlFigures::rowsRead);
        each(scrape, ROWS, jobs, "loaded", EtlFigures::rowsLoaded);
        each(scrape, ROWS, jobs, "rejected", EtlFigures::rowsRejected);
        one(
                scrape,
                Type.COUNTER,
                "run_seconds_total",
                "From extractions to the ends of loads.",
                jobs,
                EtlFigures::seconds);
        one(
                scrape,
                Type.GAUGE,
                "schedule_lag_seconds",
                "How long after its time a worker began the last run of a schedule.",
                jobs,
                EtlFigures::scheduleLagSeconds);
    }

    private static void each(
            Scrape scrape, String metric, List<EtlFigures> jobs, String outcome, ToDoubleFunction<EtlFigures> figure) {
        jobs.forEach(
                job -> scrape.sample(metric, Map.of("job", job.job(), "outcome", outcome), figure.applyAsDouble(job)));
    }

    private static void one(
            Scrape scrape,
            Type type,
            String name,
            String help,
            List<EtlFigures> jobs,
            ToDoubleFunction<EtlFigures> figure) {
        String metric = "orchestrator_etl_" + name;
        scrape.metric(metric, type, help);
        jobs.forEach(job -> scrape.sample(metric, Map.of("job", job.job()), figure.applyAsDouble(job)));
    }
}
