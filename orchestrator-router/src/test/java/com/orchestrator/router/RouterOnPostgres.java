package com.orchestrator.router;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.router.store.Outbox;
import com.orchestrator.router.store.PostgresOutbox;
import com.orchestrator.router.store.PostgresRouterStore;
import com.orchestrator.router.store.RouterDatabase;
import com.orchestrator.router.store.RouterStore;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One server's engine and router. */
public final class RouterOnPostgres implements AutoCloseable {

    private final PostgresEngineStore engineStore;
    private final OrchestratorEngine engine;
    private final RunningRouter running;
    public final RouterStore store;
    public final Outbox outbox;
    public final JobRouter.Services services;

    public RouterOnPostgres(PostgresConfig database, String node, @Nullable String broker) {
        this(database, node, broker, Duration.ofMinutes(30));
    }

    RouterOnPostgres(PostgresConfig database, String node, @Nullable String broker, Duration patience) {
        engineStore = PostgresEngineStore.open(database);
        engine = new OrchestratorEngine(
                EngineConfig.DEFAULT, engineStore, new DefinitionCompiler(new ExpressionCompiler()));
        services = new JobRouter.Services(engine.workflowService(), engine.jobService(), engine.taskService());
        RouterDatabase rows = rows(database);
        store = new PostgresRouterStore(rows);
        outbox = new PostgresOutbox(rows);
        running = RunningRouter.start(
                services, store, outbox, new RouterConfig(node, Duration.ofSeconds(1), broker, patience));
    }

    static RouterStore store(PostgresConfig database) {
        return new PostgresRouterStore(rows(database));
    }

    private static RouterDatabase rows(PostgresConfig database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(4);
        return new RouterDatabase(pool, pool::close);
    }

    RouterService router() {
        return running.service();
    }

    @Override
    public void close() {
        running.close();
        engine.close();
        engineStore.close();
    }
}
