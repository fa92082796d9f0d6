package com.orchestrator.server.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.ServerSetting;
import com.orchestrator.server.audit.AuditFeature;
import com.orchestrator.server.auth.AccessFeature;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Refusals;
import com.orchestrator.server.auth.Whereabouts;
import com.orchestrator.server.front.DirectCalls;
import com.orchestrator.server.metrics.EngineMetricsSource;
import com.orchestrator.server.metrics.EtlMetrics;
import com.orchestrator.server.metrics.HttpTimes;
import com.orchestrator.server.metrics.MetricsRegistry;
import com.orchestrator.server.metrics.QuotaMetrics;
import com.orchestrator.server.metrics.RouterMetrics;
import com.orchestrator.server.metrics.Scrape;
import com.orchestrator.server.metrics.TokenMetrics;
import com.orchestrator.server.outbox.OutboxMetrics;
import com.orchestrator.server.outbox.Outboxes;
import com.orchestrator.server.projection.ProjectionMetrics;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.AnnouncedLengthFilter;
import com.orchestrator.server.rest.Answers;
import com.orchestrator.server.rest.AuditResource;
import com.orchestrator.server.rest.BatchBounds;
import com.orchestrator.server.rest.BatchIntake;
import com.orchestrator.server.rest.BatchResource;
import com.orchestrator.server.rest.BreakerResource;
import com.orchestrator.server.rest.BudgetResource;
import com.orchestrator.server.rest.CutoffResource;
import com.orchestrator.server.rest.DefinitionResource;
import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.rest.EncryptionResource;
import com.orchestrator.server.rest.Explanations;
import com.orchestrator.server.rest.FairnessResource;
import com.orchestrator.server.rest.GenerationResource;
import com.orchestrator.server.rest.HealthResource;
import com.orchestrator.server.rest.IncidentResource;
import com.orchestrator.server.rest.IndexResource;
import com.orchestrator.server.rest.InstanceOperationResource;
import com.orchestrator.server.rest.InstanceResource;
import com.orchestrator.server.rest.JobIntake;
import com.orchestrator.server.rest.JobResource;
import com.orchestrator.server.rest.LimitResource;
import com.orchestrator.server.rest.LockResource;
import com.orchestrator.server.rest.MetricsResource;
import com.orchestrator.server.rest.OutboxResource;
import com.orchestrator.server.rest.ProblemMapper;
import com.orchestrator.server.rest.ProjectionResource;
import com.orchestrator.server.rest.QueryParameterFeature;
import com.orchestrator.server.rest.QueueResource;
import com.orchestrator.server.rest.QuotaResource;
import com.orchestrator.server.rest.RetentionResource;
import com.orchestrator.server.rest.RunKeepingResource;
import com.orchestrator.server.rest.RunOutcomeResource;
import com.orchestrator.server.rest.ScheduleResource;
import com.orchestrator.server.rest.SchemaResource;
import com.orchestrator.server.rest.ServerConfigResource;
import com.orchestrator.server.rest.SessionResource;
import com.orchestrator.server.rest.ShownTraces;
import com.orchestrator.server.rest.SignalResource;
import com.orchestrator.server.rest.SignalWithStartResource;
import com.orchestrator.server.rest.StartResource;
import com.orchestrator.server.rest.TaskRepairResource;
import com.orchestrator.server.rest.TaskResource;
import com.orchestrator.server.rest.TaskTokenResource;
import com.orchestrator.server.rest.TaskTokens;
import com.orchestrator.server.rest.TaskTraces;
import com.orchestrator.server.rest.TimeFilter;
import com.orchestrator.server.rest.TokenResource;
import com.orchestrator.server.rest.Veil;
import com.orchestrator.server.rest.VeilFilter;
import com.orchestrator.server.rest.Waits;
import com.orchestrator.server.rest.WebhookResource;
import com.orchestrator.server.rest.WorkerResource;
import com.orchestrator.server.rest.etl.ConnectionResource;
import com.orchestrator.server.rest.etl.EtlResource;
import com.orchestrator.server.rest.etl.LiteralJobResource;
import com.orchestrator.server.rest.etl.LiteralRunResource;
import com.orchestrator.server.rest.etl.LiteralTaskResource;
import com.orchestrator.server.rest.json.AnswerBodyWriter;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.json.RequestBodyReader;
import com.orchestrator.server.rest.openapi.OpenApiResource;
import com.orchestrator.server.rest.param.IdConverters;
import com.orchestrator.server.rest.param.NamedParameters;
import com.orchestrator.server.rest.router.RouterResource;
import com.orchestrator.server.rest.stream.RunStreamResource;
import com.orchestrator.server.rest.stream.StreamResource;
import com.orchestrator.server.rest.stream.Streams;
import jakarta.ws.rs.Priorities;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/**
 * The REST surface as one object graph, the same in the WAR and in tests. Resources and providers are registered as
 * instances, one each for the life of the application: no injection per request (it costs most of the throughput), no
 * proxies, final classes.
 */
public final class RestApplication implements AutoCloseable {

    private static final int INCIDENT_BYTES = 8;

    /** Jersey warns of every resource that is registered as an instance, as if it were a provider; held, as it is weak. */
    private static final Logger FALSE_ALARMS = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    private final SecureRandom random = new SecureRandom();
    private final Engine engine;
    private final Refusals refusals;
    private final Authenticator authenticator;
    private final BodyLimit limit;
    private final Drain drain;
    private final List<ServerSetting> settings;
    private final Json json;
    private final Veil veil;
    private final Streams streams;
    private final MetricsRegistry metrics;
    private final HttpTimes times;
    private final Answers answers;
    private final ProblemMapper problems;
    private final RequestBodyReader bodies;
    private final StartResource starts;
    private final Whereabouts whereabouts;
    private final TaskTokens tokens;
    private final TaskResource tasks;
    private final Quotas quotas;
    private final Outboxes outboxes;
    private final Explanations explanations;

    /**
     * What the server has around its engine.
     *
     * @param settings what it has been told; nothing, where it is part of something else
     * @param quotas what anybody may ask
     * @param outboxes that it relays
     * @param traceLink where a trace is shown, with {@link ShownTraces#PLACE} in it
     */
    public record Surroundings(
            List<ServerSetting> settings, Quotas quotas, Outboxes outboxes, Optional<String> traceLink) {

        /** Without a bound to what anybody may ask, and without an outbox. */
        public static Surroundings of(List<ServerSetting> settings) {
            return new Surroundings(settings, Quotas.off(), Outboxes.none(), Optional.empty());
        }
    }

    /** Of a server that is part of something else. */
    public RestApplication(
            Engine engine,
            Authenticator authenticator,
            BodyLimit limit,
            Executor executor,
            Drain drain,
            List<ServerSetting> settings) {
        this(engine, authenticator, limit, executor, drain, Surroundings.of(settings));
    }

    public RestApplication(
            Engine engine,
            Authenticator authenticator,
            BodyLimit limit,
            Executor executor,
            Drain drain,
            Surroundings surroundings) {
        this.engine = engine;
        this.quotas = surroundings.quotas();
        this.outboxes = surroundings.outboxes();
        this.explanations =
                new Explanations(engine.router(), new ShownTraces(engine.isTraced(), surroundings.traceLink()));
        this.refusals = new RefusalsOfAudit(engine.audit(), this::callId);
        this.authenticator =
                authenticator.knowing(engine.tokens()).telling(refusals).charging(quotas);
        this.limit = limit;
        this.drain = drain;
        this.settings = surroundings.settings();
        json = new Json(limit.bytesMax());
        veil = new Veil(json, engine.workflowService()::mask);
        streams = new Streams(json, veil, executor, drain, quotas);
        metrics = metricsOf(engine, streams, surroundings);
        times = new HttpTimes(metrics.meters());
        answers = new Answers(executor);
        problems = new ProblemMapper(json, () -> incidentId(random));
        bodies = new RequestBodyReader(json, limit);
        starts = new StartResource(engine.workflowService(), answers, drain, quotas);
        tokens = new TaskTokens(engine.keys());
        whereabouts = new EngineWhereabouts(engine.workflowService(), engine.incidentService());
        tasks = new TaskResource(
                engine.taskService(), json, answers, whereabouts, tokens, new TaskTraces(engine.isTraced()), quotas);
    }

    public ResourceConfig resourceConfig() {
        FALSE_ALARMS.setLevel(Level.SEVERE);
        ResourceConfig config = settings(new ResourceConfig());
        registerProviders(config);
        registerResources(config);
        return config;
    }

    /** What needs no Jersey. */
    DirectCalls direct() {
        return new DirectCalls(tasks, starts, authenticator, bodies, new DirectCalls.Answering(problems, veil, times));
    }

    /** Has those written down who are not let in. */
    Refusals refusals() {
        return refusals;
    }

    /** Who gets in. */
    Authenticator authenticator() {
        return authenticator;
    }

    Json json() {
        return json;
    }

    /** What Jersey refuses before any mapper can see it goes to the error page of the container, by sendError. */
    private static ResourceConfig settings(ResourceConfig config) {
        return config.property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(CommonProperties.JSON_BINDING_FEATURE_DISABLE, true)
                .property(CommonProperties.JSON_PROCESSING_FEATURE_DISABLE, true)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true)
                .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, false);
    }

    private void registerProviders(ResourceConfig config) {
        config.register(new TimeFilter(times))
                .register(bodies)
                .register(new AnswerBodyWriter(json))
                .register(problems)
                .register(new AnnouncedLengthFilter(limit))
                .register(new QueryParameterFeature())
                .register(new IdConverters())
                .register(new NamedParameters())
                .register(new AccessFeature(authenticator, whereabouts))
                .register(new VeilFilter(veil), Priorities.AUTHENTICATION)
                .register(new AuditFeature(engine.audit(), this::callId, this::standing));
    }

    private String callId() {
        return incidentId(random);
    }

    private Optional<JsonNode> standing(UUID instanceId) {
        try {
            return Optional.of(AuditFeature.standing(engine.workflowService().getWorkflow(instanceId)));
        } catch (OrchestratorException notThere) {
            return Optional.empty();
        }
    }

    private static String incidentId(SecureRandom random) {
        byte[] bytes = new byte[INCIDENT_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void registerResources(ResourceConfig config) {
        List<Object> resources = new ArrayList<>(ofTheServer());
        Collections.addAll(
                resources,
                new DefinitionResource(engine.workflowService()),
                starts,
                new InstanceResource(
                        engine.workflowService(),
                        engine.incidentService(),
                        explanations,
                        new BatchIntake(json, quotas),
                        answers,
                        new Waits(drain, quotas),
                        whereabouts),
                new InstanceOperationResource(engine.workflowService(), answers),
                new SignalResource(engine.workflowService(), answers),
                new SignalWithStartResource(engine.workflowService(), answers, quotas),
                new RunKeepingResource(engine.retentionService()),
                new JobResource(engine.jobService(), new JobIntake(json, quotas), answers, drain, quotas),
                new TaskRepairResource(engine.workflowService(), answers),
                tasks,
                new TaskTokenResource(engine.taskService(), tokens, answers),
                new WorkerResource(engine.taskService(), engine.fleetService()),
                new QueueResource(engine.fleetService(), engine.limitService()),
                new BudgetResource(engine.limitService()),
                new FairnessResource(engine.limitService()),
                new BreakerResource(engine.limitService()),
                new LimitResource(engine.limitService()),
                new RetentionResource(engine.retentionService()),
                new ScheduleResource(engine.scheduleService(), new JobIntake(json, quotas), answers),
                new BatchResource(
                        engine.batchService(),
                        engine.scheduleService(),
                        new BatchBounds(engine.workflowService(), engine.incidentService())),
                new LockResource(engine.fleetService()),
                new IncidentResource(engine.incidentService(), answers),
                new StreamResource(engine.feedService(), streams, answers),
                new RunStreamResource(engine.workflowService(), engine.feedService(), streams),
                new WebhookResource(engine.webhookService(), answers),
                new SessionResource(authenticator),
                new EtlResource(engine.etlService(), answers),
                new ConnectionResource(engine.etlService(), answers),
                new LiteralJobResource(engine.etlService(), answers),
                new LiteralRunResource(engine.etlService()),
                new LiteralTaskResource(engine.etlService()),
                new RouterResource(engine.router()),
                new ProjectionResource(engine.projectionService()),
                new GenerationResource(engine.projectionService()),
                new RunOutcomeResource(engine.projectionService()));
        resources.forEach(config::register);
        config.register(IndexResource.of(
                version(), resources.stream().<Class<?>>map(Object::getClass).toList()));
    }

    /** What is about the server and those who ask it, and about no run. */
    private List<Object> ofTheServer() {
        return List.of(
                health(),
                new AuditResource(engine.audit().store()),
                new TokenResource(engine.tokens(), authenticator::isOfSettings),
                new CutoffResource(engine.tokens()),
                new MetricsResource(metrics),
                new ServerConfigResource(settings),
                new QuotaResource(quotas),
                new OutboxResource(outboxes),
                new EncryptionResource(engine.encryptionService()),
                new SchemaResource(engine::workflowSchema),
                new OpenApiResource());
    }

    HealthResource health() {
        return new HealthResource(engine::isDatabaseUp, drain);
    }

    /** All figures, as {@code /metrics} shows them. */
    MetricsRegistry metrics() {
        return metrics;
    }

    private static MetricsRegistry metricsOf(Engine engine, Streams streams, Surroundings surroundings) {
        return new MetricsRegistry(
                version(),
                List.of(
                        new EngineMetricsSource(engine.metrics()),
                        scrape -> tell(scrape, streams),
                        new RouterMetrics(engine.router()),
                        new EtlMetrics(engine.etlService()),
                        new TokenMetrics(engine.tokens()),
                        new QuotaMetrics(surroundings.quotas()),
                        new OutboxMetrics(surroundings.outboxes()),
                        new ProjectionMetrics(engine.projectionService())));
    }

    private static void tell(Scrape scrape, Streams streams) {
        scrape.metric("orchestrator_streams_open", Scrape.Type.GAUGE, "Callers who listen to events.")
                .sample("orchestrator_streams_open", Map.of(), streams.count());
    }

    @Override
    public void close() {
        metrics.close();
    }

    private static String version() {
        String version = RestApplication.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
