package com.orchestrator.etl.jobs;

import com.orchestrator.api.etl.EtlDryRun;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlPlugin;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlTask;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartedWorkflow;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the outside may ask about extract-and-load jobs. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s:
 * {@code JOB_INVALID} with every fault of a job and its place, {@code ILLEGAL_STATE} for a name that is taken, {@code NOT_FOUND}.
 */
public interface EtlService {

    /** Makes a job. Of one that was cut off before it was whole, this is the rest. */
    EtlJob create(EtlJobSpec spec, String actor);

    /** By name. */
    Page<EtlJob> list(ListQuery query);

    EtlJob get(UUID id);

    /** Makes it what is said. Runs under way end as they began. */
    EtlJob update(UUID id, EtlJobSpec spec, String actor);

    /** Nothing starts it any more. Runs under way end as they began, and stay to be looked at. */
    void delete(UUID id, String actor);

    /**
     * Starts it now.
     *
     * @param runId starting it twice under one starts it once; made up when null
     */
    CompletableFuture<StartedWorkflow> run(UUID id, @Nullable String runId);

    /**
     * The newest first.
     *
     * @param job only those of the job of this name, also when it is not there any more; of all when null
     */
    Page<EtlRun> runs(@Nullable String job, ListQuery query);

    EtlRun getRun(UUID runId);

    /**
     * Starts the jobs of which everything they depend on has succeeded with this run; asked for by the run itself when its rows are loaded,
     * and when what it has done is undone, which starts nothing. The same again starts nothing more.
     *
     * @return the runs that it has started
     */
    List<EtlRun> follow(UUID runId);

    /** By job, of runs that have asked to be followed. */
    List<EtlFigures> figures();

    /** Both of them, whether they have begun or not. */
    List<EtlTask> tasks(UUID runId);

    EtlTask getTask(UUID taskId);

    /**
     * Has a worker find out what a run would do.
     *
     * @param lookAt how many rows of the source are looked at
     */
    CompletableFuture<Question<EtlDryRun>> dryRun(UUID id, int lookAt);

    /** The same of a job that may not be there yet. */
    CompletableFuture<Question<EtlDryRun>> dryRun(EtlJobSpec spec, int lookAt);

    /** What rows come from and go to, with what their configurations may say. */
    List<EtlPlugin> plugins();

    EtlPlugin plugin(String type);

    ConnectionService connections();
}
