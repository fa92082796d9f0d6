package com.orchestrator.server.wiring;

import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.projections.desk.Desk;
import com.orchestrator.projections.store.Tables;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.router.RunningRouter;
import com.orchestrator.server.projection.ProjectionService;
import com.orchestrator.server.projection.TableProjections;
import com.orchestrator.server.webhook.HttpCourier;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** Builds the engine on its database: the one place that knows the concrete classes. */
final class EngineProducer {

    private static final UUID NO_INSTANCE = new UUID(0, 0);

    private static final int PROJECTION_CONNECTIONS = 2;
    private static final Duration PROJECTION_PATIENCE = Duration.ofSeconds(2);

    private EngineProducer() {}

    /** @param opened is told what has to be closed, the first last */
    static Engine produce(ServerConfig config, Consumer<AutoCloseable> opened) {
        EngineStore store = PostgresEngineStore.open(config.database());
        DatabaseProbe probe = new DatabaseProbe(() -> store.reads().findInstance(NO_INSTANCE), System::nanoTime);
        Engine engine = new OwnEngine(
                config.engine(),
                store,
                new HttpCourier(config.webhooks()),
                probe::isUp,
                config.archive(),
                new OwnEngine.Guests(
                        EtlDatabase.open(config.database()),
                        services ->
                                RunningRouter.start(services, RouterDatabase.open(config.database()), config.router()),
                        projections(config.projections(), opened)));
        opened.accept(engine);
        opened.accept(probe);
        probe.start();
        return engine;
    }

    /** Connects when somebody asks for the first time, and keeps no connection that nobody needs. */
    private static ProjectionService projections(ProjectionsConfig config, Consumer<AutoCloseable> opened) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("projections");
        pool.setJdbcUrl(config.url());
        pool.setUsername(config.username());
        pool.setPassword(config.password());
        pool.setMaximumPoolSize(PROJECTION_CONNECTIONS);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(PROJECTION_PATIENCE.toMillis());
        pool.setInitializationFailTimeout(-1);
        HikariDataSource database = new HikariDataSource(pool);
        opened.accept(database);
        return new TableProjections(new Desk(Tables.of(database, Adapter.POSTGRES, config.tables())), config.where());
    }
}
