package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.api.etl.EtlConnectionSpec;
import com.orchestrator.api.etl.EtlConnectionTest;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlNames;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.etl.jobs.store.ConnectionStore;
import com.orchestrator.etl.jobs.store.EtlStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Connections of a store. */
final class ConnectionsOnStore implements ConnectionService {

    private static final int JOBS_AT_ONCE = 200;

    private final EtlStore jobs;
    private final ConnectionStore connections;
    private final ConnectionCheck check;
    private final WorkerDesk workers;

    ConnectionsOnStore(EtlStore store, ConnectionCheck check, WorkerDesk workers) {
        this.jobs = store;
        this.connections = store.connections();
        this.check = check;
        this.workers = workers;
    }

    @Override
    public Page<EtlConnection> list(ListQuery query) {
        List<EtlConnection> found = connections.list(query.cursor(), query.limit() + 1);
        List<EtlConnection> page = found.subList(0, Math.min(found.size(), query.limit()));
        return new Page<>(
                page, found.size() > page.size() ? page.get(page.size() - 1).name() : null);
    }

    @Override
    public EtlConnection get(String name) {
        return connections
                .find(name)
                .orElseThrow(
                        () -> new OrchestratorException(ErrorCode.NOT_FOUND, "There is no connection '" + name + "'"));
    }

    @Override
    public Put put(String name, EtlConnectionSpec spec) {
        check.require(name, spec);
        String type = Objects.requireNonNull(spec.type());
        if (connections.find(name).filter(before -> !before.type().equals(type)).isPresent()) {
            refuseIfNamed(name, "/type", "Connection '" + name + "' cannot become one of another type");
        }
        ConnectionStore.Kept kept = connections.put(name, type, Objects.requireNonNull(spec.config()));
        return new Put(kept.connection(), kept.isNew());
    }

    @Override
    public void delete(String name) {
        get(name);
        refuseIfNamed(name, "", "Connection '" + name + "' cannot go");
        connections.delete(name);
    }

    private void refuseIfNamed(String name, String pointer, String what) {
        List<Problem.Detail> users = new ArrayList<>();
        String after = null;
        List<EtlJob> page;
        do {
            page = jobs.list(after, JOBS_AT_ONCE);
            for (EtlJob job : page) {
                if (Stream.of(job.extractorConfig(), job.loaderConfig())
                        .anyMatch(config -> name.equals(named(config)))) {
                    users.add(ConfigJudge.fault(
                            pointer, "job '" + job.name() + "' names it", "change or delete the job first"));
                }
                after = job.name();
            }
        } while (page.size() == JOBS_AT_ONCE);
        if (!users.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE, what + ": " + users.size() + " of the jobs name it", users);
        }
    }

    private static @Nullable String named(Payload config) {
        return config.tree().path(ConfigCheck.CONNECTION).asText(null);
    }

    @Override
    public CompletableFuture<Question<EtlConnectionTest>> test(String name, @Nullable EtlConnectionSpec instead) {
        EtlConnectionSpec tried = instead;
        if (tried == null) {
            EtlConnection kept = get(name);
            tried = new EtlConnectionSpec(kept.type(), kept.config());
        } else {
            check.require(name, tried);
        }
        ObjectNode question = JsonNodeFactory.instance.objectNode().put("type", tried.type());
        question.set("config", Objects.requireNonNull(tried.config()).tree());
        return workers.ask(EtlNames.TEST_CONNECTION, question, EtlConnectionTest.class);
    }
}
