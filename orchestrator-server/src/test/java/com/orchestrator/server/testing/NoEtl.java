package com.orchestrator.server.testing;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.api.etl.EtlConnectionSpec;
import com.orchestrator.api.etl.EtlConnectionTest;
import com.orchestrator.api.etl.EtlDryRun;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlPlugin;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlTask;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.etl.jobs.ConnectionService;
import com.orchestrator.etl.jobs.EtlFigures;
import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.etl.jobs.Question;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** There are none; what they do is tested on a whole engine. */
final class NoEtl implements EtlService {

    private static OrchestratorException none() {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There are no jobs here");
    }

    @Override
    public EtlJob create(EtlJobSpec spec, String actor) {
        throw none();
    }

    @Override
    public Page<EtlJob> list(ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public EtlJob get(UUID id) {
        throw none();
    }

    @Override
    public EtlJob update(UUID id, EtlJobSpec spec, String actor) {
        throw none();
    }

    @Override
    public void delete(UUID id, String actor) {
        throw none();
    }

    @Override
    public CompletableFuture<StartedWorkflow> run(UUID id, @Nullable String runId) {
        return CompletableFuture.failedFuture(none());
    }

    @Override
    public Page<EtlRun> runs(@Nullable String job, ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public EtlRun getRun(UUID runId) {
        throw none();
    }

    @Override
    public List<EtlRun> follow(UUID runId) {
        throw none();
    }

    @Override
    public List<EtlFigures> figures() {
        return List.of();
    }

    @Override
    public List<EtlTask> tasks(UUID runId) {
        throw none();
    }

    @Override
    public EtlTask getTask(UUID taskId) {
        throw none();
    }

    @Override
    public CompletableFuture<Question<EtlDryRun>> dryRun(UUID id, int lookAt) {
        return CompletableFuture.failedFuture(none());
    }

    @Override
    public CompletableFuture<Question<EtlDryRun>> dryRun(EtlJobSpec spec, int lookAt) {
        return CompletableFuture.failedFuture(none());
    }

    @Override
    public List<EtlPlugin> plugins() {
        return List.of();
    }

    @Override
    public EtlPlugin plugin(String type) {
        throw none();
    }

    @Override
    public ConnectionService connections() {
        return new NoConnections();
    }

    private static final class NoConnections implements ConnectionService {

        @Override
        public Page<EtlConnection> list(ListQuery query) {
            return new Page<>(List.of(), null);
        }

        @Override
        public EtlConnection get(String name) {
            throw none();
        }

        @Override
        public Put put(String name, EtlConnectionSpec spec) {
            throw none();
        }

        @Override
        public void delete(String name) {
            throw none();
        }

        @Override
        public CompletableFuture<Question<EtlConnectionTest>> test(String name, @Nullable EtlConnectionSpec instead) {
            return CompletableFuture.failedFuture(none());
        }
    }
}
