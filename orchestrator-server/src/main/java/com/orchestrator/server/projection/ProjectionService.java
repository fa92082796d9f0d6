package com.orchestrator.server.projection;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.projection.ProjectionDeadLetter;
import com.orchestrator.api.projection.ProjectionStatus;
import com.orchestrator.api.projection.RunOutcome;
import com.orchestrator.api.projection.WorkerGeneration;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Projections: what can be seen of them and done about them. What is asked for, the workers that own them do between two batches. Refusals are
 * {@link com.orchestrator.api.error.OrchestratorException}s.
 */
public interface ProjectionService {

    /** All that have ever run, by name. */
    Page<ProjectionStatus> list(ListQuery query);

    ProjectionStatus get(String name);

    /** In the order in which they were put aside. */
    Page<ProjectionDeadLetter> deadLetters(String name, ListQuery query);

    ProjectionStatus pause(String name, String reason);

    ProjectionStatus resume(String name);

    /** Has the event passed by that a shard stands at. */
    ProjectionStatus skip(String name, String eventId, String reason);

    /** Has a dead letter worked in after all. */
    ProjectionStatus retry(String name, String eventId);

    /** Has the read model made anew beside the one that is read. */
    ProjectionStatus rebuild(String name);

    ProjectionStatus giveUpRebuild(String name);

    /** The newest first. */
    List<WorkerGeneration> generations();

    /**
     * What the server's own projection has counted, the newest hour first; nothing where servers run none.
     *
     * @param namespace only of runs of it; of all when null
     * @param workflow only of its runs; of all when null
     */
    Page<RunOutcome> runOutcomes(@Nullable String namespace, @Nullable String workflow, ListQuery query);
}
