package com.orchestrator.server.wiring;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.definition.WorkflowSchema;
import com.orchestrator.engine.delivery.Courier;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.secret.SecretSource;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.EncryptionService;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WebhookService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.etl.jobs.EtlOnEngine;
import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.etl.jobs.store.EtlStore;
import com.orchestrator.etl.jobs.store.MemoryEtlStore;
import com.orchestrator.router.JobRouter;
import com.orchestrator.router.RouterService;
import com.orchestrator.router.RunningRouter;
import com.orchestrator.router.store.MemoryRouterStore;
import com.orchestrator.server.audit.AuditLog;
import com.orchestrator.server.audit.AuditStore;
import com.orchestrator.server.audit.MemoryAuditStore;
import com.orchestrator.server.keys.MemoryServerKeys;
import com.orchestrator.server.keys.ServerKeys;
import com.orchestrator.server.projection.NoProjections;
import com.orchestrator.server.projection.ProjectionService;
import com.orchestrator.server.tokens.MemoryTokenStore;
import com.orchestrator.server.tokens.TokenDirectory;
import com.orchestrator.server.tokens.TokenStore;
import com.orchestrator.server.webhook.AddressRules;
import com.orchestrator.server.webhook.HttpCourier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An engine with the store that it alone uses here; both end with it. */
public final class OwnEngine implements Engine {

    private final EngineStore store;
    private final Courier courier;
    private final OrchestratorEngine engine;
    private final BooleanSupplier isStoreUp;
    private final EtlStore etlStore;
    private final EtlService etl;
    private final RunningRouter router;
    private final ProjectionService projections;
    private final ServerKeys keys;
    private final AuditLog audit;
    private final TokenDirectory tokens;
    private final TaskService tasks;
    private final boolean traced;

    /**
     * What asks the engine's services and has rows of its own.
     *
     * @param etlStore jobs of extract and load
     * @param etlWanted hears of it when there is something for an ETL worker
     * @param router starts the job router
     * @param projections which run elsewhere
     * @param security who may do what, and has done it
     * @param traced whether traces of runs are sent
     */
    public record Guests(
            EtlStore etlStore,
            Runnable etlWanted,
            Function<JobRouter.Services, RunningRouter> router,
            ProjectionService projections,
            Security security,
            boolean traced) {

        /** Those that every engine has, kept as long as this process is up. */
        public static Guests ofThisProcess(ProjectionService projections) {
            return ofThisProcess(projections, SecretSource.NONE);
        }

        /** The same, with secrets that workers are given. */
        public static Guests ofThisProcess(ProjectionService projections, SecretSource secrets) {
            return new Guests(
                    new MemoryEtlStore(InstantSource.system()),
                    () -> {},
                    services -> RunningRouter.alone(services, new MemoryRouterStore(InstantSource.system())),
                    projections,
                    Security.ofThisProcess(secrets),
                    false);
        }
    }

    /**
     * What is kept of who may do what, and has done it.
     *
     * @param keys what servers sign with
     * @param audit who has changed what
     * @param tokens that servers make
     * @param secrets that workers are given
     */
    public record Security(ServerKeys keys, AuditStore audit, TokenStore tokens, SecretSource secrets) {

        /** Kept as long as this process is up. */
        public static Security ofThisProcess(SecretSource secrets) {
            return new Security(
                    new MemoryServerKeys(),
                    new MemoryAuditStore(InstantSource.system()),
                    new MemoryTokenStore(InstantSource.system()),
                    secrets);
        }
    }

    /**
     * @param courier sends to webhooks; ends with the engine
     * @param isStoreUp quick, also when the store does not answer
     * @param archive directory for runs that are deleted; null when there is none
     * @param guests what else is on this engine; ends with it
     */
    public OwnEngine(
            EngineConfig config,
            EngineStore store,
            Courier courier,
            BooleanSupplier isStoreUp,
            @Nullable Path archive,
            Guests guests) {
        this.store = store;
        this.courier = courier;
        SecretSource secrets = guests.security().secrets();
        DefinitionCompiler compiler = new DefinitionCompiler(
                new ExpressionCompiler(),
                (namespace, name) -> secrets.find(namespace, name).isPresent());
        this.engine = new OrchestratorEngine(config, store, compiler, archive, courier);
        this.isStoreUp = isStoreUp;
        this.etlStore = guests.etlStore();
        this.etl = new EtlOnEngine(
                engine.workflowService(), engine.scheduleService(), engine.jobService(), etlStore, guests.etlWanted());
        this.router = guests.router()
                .apply(new JobRouter.Services(engine.workflowService(), engine.jobService(), engine.taskService()));
        this.projections = guests.projections();
        this.keys = guests.security().keys();
        this.audit = new AuditLog(guests.security().audit());
        this.traced = guests.traced();
        this.tokens = TokenDirectory.open(guests.security().tokens());
        this.tasks = engine.taskService(secrets);
    }

    /** On a store that is part of this process, and so always answers. */
    public static OwnEngine onLocal(EngineStore store) {
        return onLocal(store, new HttpCourier(AddressRules.STRICT));
    }

    /** The same, with secrets that workers are given. */
    public static OwnEngine onLocal(EngineStore store, SecretSource secrets) {
        return onLocal(store, new HttpCourier(AddressRules.STRICT), Guests.ofThisProcess(new NoProjections(), secrets));
    }

    /** The same, with its own way to send to webhooks. */
    public static OwnEngine onLocal(EngineStore store, Courier courier) {
        return onLocal(store, courier, new NoProjections());
    }

    /** The same, with projections that run elsewhere. */
    public static OwnEngine onLocal(EngineStore store, Courier courier, ProjectionService projections) {
        return onLocal(store, courier, Guests.ofThisProcess(projections));
    }

    private static OwnEngine onLocal(EngineStore store, Courier courier, Guests guests) {
        return new OwnEngine(EngineConfig.DEFAULT, store, courier, () -> true, null, guests);
    }

    @Override
    public WorkflowService workflowService() {
        return engine.workflowService();
    }

    @Override
    public JobService jobService() {
        return engine.jobService();
    }

    @Override
    public TaskService taskService() {
        return tasks;
    }

    @Override
    public FleetService fleetService() {
        return engine.fleetService();
    }

    @Override
    public LimitService limitService() {
        return engine.limitService();
    }

    @Override
    public ScheduleService scheduleService() {
        return engine.scheduleService();
    }

    @Override
    public BatchService batchService() {
        return engine.batchService();
    }

    @Override
    public FeedService feedService() {
        return engine.feedService();
    }

    @Override
    public IncidentService incidentService() {
        return engine.incidentService();
    }

    @Override
    public RetentionService retentionService() {
        return engine.retentionService();
    }

    @Override
    public EncryptionService encryptionService() {
        return engine.encryptionService();
    }

    @Override
    public WebhookService webhookService() {
        return engine.webhookService();
    }

    @Override
    public EtlService etlService() {
        return etl;
    }

    @Override
    public RouterService router() {
        return router.service();
    }

    @Override
    public ProjectionService projectionService() {
        return projections;
    }

    @Override
    public ServerKeys keys() {
        return keys;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public TokenDirectory tokens() {
        return tokens;
    }

    @Override
    public EngineMetrics metrics() {
        return engine.metrics();
    }

    @Override
    public boolean isTraced() {
        return traced;
    }

    @Override
    public boolean isDatabaseUp() {
        return isStoreUp.getAsBoolean();
    }

    @Override
    public String workflowSchema() {
        return WorkflowSchema.json();
    }

    @Override
    public void close() {
        tokens.close();
        audit.close();
        router.close();
        engine.close();
        courier.close();
        etlStore.close();
        store.close();
    }
}
