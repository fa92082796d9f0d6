package com.orchestrator.server.projection;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.projection.ProjectionDeadLetter;
import com.orchestrator.api.projection.ProjectionStatus;
import com.orchestrator.api.projection.RunOutcome;
import com.orchestrator.api.projection.WorkerGeneration;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of a server without a database. */
public final class NoProjections implements ProjectionService {

    private static OrchestratorException none() {
        return new OrchestratorException(
                ErrorCode.NOT_FOUND, "There are no projections: this server keeps everything in memory");
    }

    @Override
    public Page<ProjectionStatus> list(ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public ProjectionStatus get(String name) {
        throw none();
    }

    @Override
    public Page<ProjectionDeadLetter> deadLetters(String name, ListQuery query) {
        throw none();
    }

    @Override
    public ProjectionStatus pause(String name, String reason) {
        throw none();
    }

    @Override
    public ProjectionStatus resume(String name) {
        throw none();
    }

    @Override
    public ProjectionStatus skip(String name, String eventId, String reason) {
        throw none();
    }

    @Override
    public ProjectionStatus retry(String name, String eventId) {
        throw none();
    }

    @Override
    public ProjectionStatus rebuild(String name) {
        throw none();
    }

    @Override
    public ProjectionStatus giveUpRebuild(String name) {
        throw none();
    }

    @Override
    public List<WorkerGeneration> generations() {
        return List.of();
    }

    @Override
    public Page<RunOutcome> runOutcomes(@Nullable String namespace, @Nullable String workflow, ListQuery query) {
        return new Page<>(List.of(), null);
    }
}
