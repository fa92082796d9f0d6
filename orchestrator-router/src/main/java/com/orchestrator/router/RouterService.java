package com.orchestrator.router;

import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import java.util.Map;

/** What the job router does for callers. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s. */
public interface RouterService {

    /** Durable when it returns. The same id with the same job again is answered with that job, with another one refused. */
    JobPut register(Registration job);

    /**
     * Takes a worker's word for it. Whoever has no lease and can have one is given it first; of whom it was lost the report is refused,
     * and kept with the job's history.
     */
    void report(StatusReport report);

    /** Stops it; one that is over stays as it is. */
    RoutedJob cancel(String jobId, String actor);

    /** The newest first, with results and without payloads. */
    Page<RoutedJob> list(ListQuery page);

    /**
     * Hears a worker, extends what it has, and shares out work among those of its type, the least loaded first.
     *
     * @return what it was given and has not said yet that it works on
     */
    List<Dispatch> heartbeat(WorkerReport worker);

    /** Workers that have sent heartbeats within a day, by name. */
    Page<RoutedWorker> workers(ListQuery page);

    /** The same in the router's words, where what a run waits for is the broker. */
    Explanation explained(Explanation explanation);

    /** Who leads now. */
    ClusterView cluster();

    /** Jobs by status, counted up to a bound. */
    Map<JobStatus, Integer> jobCounts();

    /** Of the router itself, for {@code /metrics}. */
    RouterFigures figures();
}
