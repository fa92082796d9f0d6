package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.definition.Compensation.When;
import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.definition.WorkflowDocument;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlNames;
import java.time.Duration;
import java.util.List;

/** A job as a workflow. */
final class JobWorkflow {

    static final String EXTRACT_TASK = "extract";
    static final String LOAD_TASK = "load";
    static final int ATTEMPTS = 5;

    /** The rows are there, so a server that does not answer shall not make a failure of it soon. */
    private static final int FOLLOW_ATTEMPTS = 50;

    /** Search attributes of its runs, so that lists have them. */
    static final String ROWS_READ = "rowsRead";

    static final String ROWS_LOADED = "rowsLoaded";
    static final String ROWS_REJECTED = "rowsRejected";

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JobWorkflow() {}

    /**
     * The package is dropped when the load cannot be, and when it has been. A load that has an unknown outcome is simply tried again: the
     * target knows whether it has it. In the end the worker lets the server start what depends on the job.
     */
    static WorkflowDocument of(EtlJob job) {
        String written = written(job.spec());
        var workflow = Workflow.define(EtlNames.NAMESPACE, job.name())
                .task(
                        EXTRACT_TASK,
                        EtlNames.EXTRACT,
                        task -> task.input("job", written)
                                .retry(retry -> retry.maxAttempts(ATTEMPTS).initialInterval(FIRST_PAUSE))
                                .compensate(EtlNames.DROP, undo -> undo.when(When.ATTEMPTED)))
                .task(
                        LOAD_TASK,
                        EtlNames.LOAD,
                        task -> task.input("job", written)
                                .input("package", "${ tasks.extract.output.directory }")
                                .retry(retry -> retry.maxAttempts(ATTEMPTS).initialInterval(FIRST_PAUSE)))
                .task("clean", EtlNames.DROP)
                .set(
                        "count",
                        rows -> rows.variable(ROWS_READ, "${ tasks.extract.output.rowsRead }")
                                .variable(ROWS_LOADED, "${ tasks.load.output.rows }")
                                .variable(ROWS_REJECTED, "${ tasks.extract.output.rowsRejected }"))
                .task(
                        "follow",
                        EtlNames.FOLLOW,
                        task -> task.retry(
                                retry -> retry.maxAttempts(FOLLOW_ATTEMPTS).initialInterval(FIRST_PAUSE)));
        for (String name : List.of(ROWS_READ, ROWS_LOADED, ROWS_REJECTED)) {
            workflow.searchAttribute(name, AttributeType.NUMBER, "${ vars.?" + name + ".orValue(null) }")
                    .output(name, "${ vars." + name + " }");
        }
        return workflow.output("rejects", "${ tasks.extract.output.rejects }")
                .output("bytes", "${ tasks.extract.output.bytes }")
                .output("changes", "${ tasks.extract.output.changes }")
                .output("cursor", "${ tasks.extract.output.cursor }")
                .build();
    }

    /**
     * What the worker is told. As text without a dollar sign, so that a definition can carry it whatever it says: there
     * <code>${</code> begins an expression.
     */
    static String written(EtlJobSpec job) {
        EtlJobSpec moved = new EtlJobSpec(
                job.name(),
                null,
                null,
                job.extractorType(),
                job.extractorConfig(),
                job.loaderType(),
                job.loaderConfig(),
                job.transform(),
                List.of());
        try {
            return JSON.writeValueAsString(moved).replace("$", "\\u0024");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A job has a written form", impossible);
        }
    }
}
