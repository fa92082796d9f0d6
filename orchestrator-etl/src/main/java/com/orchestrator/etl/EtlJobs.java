package com.orchestrator.etl;

import com.orchestrator.api.definition.Compensation.When;
import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.definition.WorkflowDocument;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.WorkflowHandle;
import java.time.Duration;
import java.time.ZoneId;

/** Jobs on a server: each is a workflow of the namespace {@code etl}, and a schedule of the same name when it has one. */
public final class EtlJobs {

    /** Of all jobs. */
    public static final String NAMESPACE = "etl";

    static final String EXTRACT = "etl.extract";
    static final String LOAD = "etl.load";
    static final String DROP = "etl.drop-package";

    private static final int NOT_FOUND = 404;
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private final OrchestratorClient client;

    public EtlJobs(OrchestratorClient client) {
        this.client = client;
    }

    /** Makes it, or changes it; runs under way end as they began. */
    public void put(EtlJob job) {
        client.register(definition(job));
        String schedule = job.schedule();
        if (schedule == null) {
            unschedule(job.name());
            return;
        }
        String zone = job.zone();
        client.schedule(NAMESPACE, job.name())
                .workflow(job.name())
                .cron(schedule)
                .zone(ZoneId.of(zone == null ? "UTC" : zone))
                .put();
    }

    /** What it was put with before holds no longer. */
    private void unschedule(String job) {
        try {
            client.schedule(NAMESPACE, job).delete();
        } catch (OrchestratorProblemException e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Starts it now; starting it twice under a run id starts it once. */
    public WorkflowHandle<EtlResult> run(String job, String runId) {
        return client.workflow(NAMESPACE, job).runId(runId).start(EtlResult.class);
    }

    /**
     * The package is dropped when the load cannot be, and when it has been. A load that has an unknown outcome is simply tried again: the
     * target knows whether it has it.
     */
    static WorkflowDocument definition(EtlJob job) {
        String written = job.written();
        return Workflow.define(NAMESPACE, job.name())
                .task(
                        "extract",
                        EXTRACT,
                        task -> task.input("job", written)
                                .retry(retry -> retry.maxAttempts(ATTEMPTS).initialInterval(FIRST_PAUSE))
                                .compensate(DROP, undo -> undo.when(When.ATTEMPTED)))
                .task(
                        "load",
                        LOAD,
                        task -> task.input("job", written)
                                .input("package", "${ tasks.extract.output.directory }")
                                .retry(retry -> retry.maxAttempts(ATTEMPTS).initialInterval(FIRST_PAUSE)))
                .task("clean", DROP)
                .output("rowsRead", "${ tasks.extract.output.rowsRead }")
                .output("rowsRejected", "${ tasks.extract.output.rowsRejected }")
                .output("rejects", "${ tasks.extract.output.rejects }")
                .output("bytes", "${ tasks.extract.output.bytes }")
                .output("changes", "${ tasks.extract.output.changes }")
                .output("cursor", "${ tasks.extract.output.cursor }")
                .output("rowsLoaded", "${ tasks.load.output.rows }")
                .build();
    }
}
