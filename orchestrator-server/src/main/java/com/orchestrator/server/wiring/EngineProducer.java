package com.orchestrator.server.wiring;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.etl.jobs.store.EtlStore;
import com.orchestrator.etl.jobs.store.PostgresEtlStore;
import com.orchestrator.projections.desk.Desk;
import com.orchestrator.projections.store.Tables;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.router.JobRouter;
import com.orchestrator.router.RunningRouter;
import com.orchestrator.router.store.PostgresOutbox;
import com.orchestrator.router.store.PostgresRouterStore;
import com.orchestrator.router.store.RouterDatabase;
import com.orchestrator.server.audit.AuditFact;
import com.orchestrator.server.audit.PostgresAuditStore;
import com.orchestrator.server.keys.PostgresServerKeys;
import com.orchestrator.server.projection.OwnProjection;
import com.orchestrator.server.projection.ProjectionService;
import com.orchestrator.server.projection.TableProjections.Place;
import com.orchestrator.server.tokens.PostgresTokenStore;
import com.orchestrator.server.webhook.HttpCourier;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Builds the engine on its database: the one place that knows the concrete classes. */
final class EngineProducer {

    private static final UUID NO_INSTANCE = new UUID(0, 0);

    /** System property for the launcher: the database went back under a server that knew more. */
    private static final String TAKEN_BACK = "orchestrator.taken-back";

    /** In the audit. */
    private static final String RESTORED = "databaseRestored";

    private static final int SECURITY_CONNECTIONS = 3;
    private static final int ETL_CONNECTIONS = 2;
    private static final int ROUTER_CONNECTIONS = 4;
    private static final int PROJECTION_CONNECTIONS = 2;
    private static final int OWN_PROJECTION_CONNECTIONS = 3;
    private static final Duration PROJECTION_PATIENCE = Duration.ofSeconds(2);

    private EngineProducer() {}

    /** @param opened is told what has to be closed, the first last */
    static Engine produce(ServerConfig config, Consumer<AutoCloseable> opened) {
        config.prepareDatabase();
        PostgresEngineStore store =
                PostgresEngineStore.connect(config.database(), config.keyRing(), EngineProducer::endProcess);
        DatabaseProbe probe = new DatabaseProbe(() -> store.reads().findInstance(NO_INSTANCE), System::nanoTime);
        DataSource outcomes = outcomes(config, opened);
        DataSource traces = config.traces().isEmpty() ? null : connections("orchestrator-traces", config, opened);
        DataSource security = security(config.database(), opened);
        Engine engine = new OwnEngine(
                config.engine(),
                store,
                new HttpCourier(config.webhooks()),
                probe::isUp,
                config.archive(),
                new OwnEngine.Guests(
                        etl(config.database()),
                        new WantedFile(config.etlWanted()),
                        services -> router(services, config),
                        projections(config.projections(), outcomes, traces, opened),
                        new OwnEngine.Security(
                                new PostgresServerKeys(security),
                                new PostgresAuditStore(security),
                                new PostgresTokenStore(security),
                                config.secrets()),
                        traces != null));
        opened.accept(engine);
        store.justRestored().ifPresent(sentence -> noteRestored(engine, sentence));
        if (outcomes != null) {
            opened.accept(OwnProjection.outcomes(outcomes, engine.feedService(), config.migrates()));
        }
        if (traces != null) {
            opened.accept(OwnProjection.traces(
                    traces,
                    engine.feedService(),
                    engine.workflowService(),
                    config.traces().orElseThrow(),
                    config.migrates()));
        }
        opened.accept(probe);
        probe.start();
        return engine;
    }

    /** The launcher ends the process, and whoever looks after it starts it anew, with nothing in memory that the database does not know. */
    private static void endProcess() {
        System.setProperty(TAKEN_BACK, "true");
    }

    private static void noteRestored(Engine engine, String sentence) {
        engine.audit().note(AuditFact.noticed(RESTORED, RESTORED, "", sentence));
    }

    private static EtlStore etl(PostgresConfig database) {
        HikariDataSource connections = new HikariDataSource(ofEngine("orchestrator-etl", database, ETL_CONNECTIONS));
        return new PostgresEtlStore(connections, connections::close);
    }

    /** One connection is always there: whoever leads says so all the time. */
    private static RunningRouter router(JobRouter.Services engine, ServerConfig config) {
        HikariConfig pool = ofEngine("orchestrator-router", config.database(), ROUTER_CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setAutoCommit(false);
        HikariDataSource connections = new HikariDataSource(pool);
        RouterDatabase database = new RouterDatabase(connections, connections::close);
        return RunningRouter.start(
                engine, new PostgresRouterStore(database), new PostgresOutbox(database), config.router());
    }

    /** For keys, which each server asks for once, the audit, which one thread writes, and tokens, which one thread looks after. */
    private static DataSource security(PostgresConfig database, Consumer<AutoCloseable> opened) {
        HikariConfig pool = ofEngine("orchestrator-security", database, SECURITY_CONNECTIONS);
        pool.setMinimumIdle(0);
        HikariDataSource connections = new HikariDataSource(pool);
        opened.accept(connections);
        return connections;
    }

    private static HikariConfig ofEngine(String name, PostgresConfig database, int most) {
        return GuestConnections.named(name, database.connectionUrl(), database.username(), database.password(), most);
    }

    /** Null when this server is not to count outcomes of runs. */
    private static @Nullable DataSource outcomes(ServerConfig config, Consumer<AutoCloseable> opened) {
        return config.projections().runOutcomes() ? connections("orchestrator-outcomes", config, opened) : null;
    }

    private static DataSource connections(String name, ServerConfig config, Consumer<AutoCloseable> opened) {
        HikariDataSource database = new HikariDataSource(ofEngine(name, config.database(), OWN_PROJECTION_CONNECTIONS));
        opened.accept(database);
        return database;
    }

    /**
     * @param outcomes where the projection of this server keeps its own that counts outcomes; null when it runs none
     * @param traces the same of the one that sends traces
     */
    private static ProjectionService projections(
            ProjectionsConfig config,
            @Nullable DataSource outcomes,
            @Nullable DataSource traces,
            Consumer<AutoCloseable> opened) {
        HikariConfig pool = GuestConnections.named(
                "orchestrator-projections", config.url(), config.username(), config.password(), PROJECTION_CONNECTIONS);
        pool.setConnectionTimeout(PROJECTION_PATIENCE.toMillis());
        HikariDataSource database = new HikariDataSource(pool);
        opened.accept(database);
        Place elsewhere = new Place(new Desk(Tables.of(database, Adapter.POSTGRES, config.tables())), config.where());
        return OwnProjection.besides(elsewhere, outcomes, traces);
    }
}
