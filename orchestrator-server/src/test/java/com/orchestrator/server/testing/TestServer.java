package com.orchestrator.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.fleet.ServerSetting;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.EncryptionService;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.Figure;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WebhookService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.router.RouterService;
import com.orchestrator.server.audit.AuditLog;
import com.orchestrator.server.audit.MemoryAuditStore;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Endpoints;
import com.orchestrator.server.front.FrontLimits;
import com.orchestrator.server.front.SlowBodies;
import com.orchestrator.server.grizzly.GrizzlyWire;
import com.orchestrator.server.keys.MemoryServerKeys;
import com.orchestrator.server.keys.ServerKeys;
import com.orchestrator.server.oidc.OidcClient;
import com.orchestrator.server.openapi.WireJudge;
import com.orchestrator.server.outbox.Outboxes;
import com.orchestrator.server.page.SignInServlet;
import com.orchestrator.server.projection.NoProjections;
import com.orchestrator.server.projection.ProjectionService;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.tokens.MemoryTokenStore;
import com.orchestrator.server.tokens.TokenDirectory;
import com.orchestrator.server.wiring.ActiveRequests;
import com.orchestrator.server.wiring.ApiServlet;
import com.orchestrator.server.wiring.Engine;
import com.orchestrator.server.wiring.FrontParts;
import com.orchestrator.server.wiring.RestApplication;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.FilterRegistration;
import org.glassfish.grizzly.servlet.ServletRegistration;
import org.glassfish.grizzly.servlet.WebappContext;

/** The REST surface over real HTTP, with fakes behind it. */
public final class TestServer implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Where traces are shown, to be found in answers. */
    public static final String TRACE_LINK = "https://traces.example.com/{traceId}?show=all";

    private static final List<ServerSetting> SETTINGS = List.of(new ServerSetting(
            "orchestrator.datasource.password",
            "ORCHESTRATOR_DATASOURCE_PASSWORD",
            "secret",
            "***",
            null,
            "environment",
            "With which password."));

    public final FakeWorkflows workflows = new FakeWorkflows();
    public final FakeTasks tasks = new FakeTasks();
    public final FakeFleet fleet = new FakeFleet();
    public final FakeLimits limits = new FakeLimits();
    public final Drain drain = new Drain();
    public volatile boolean isDatabaseUp = true;

    private final ServerKeys keys = new MemoryServerKeys();
    private final AuditLog audit = new AuditLog(new MemoryAuditStore(InstantSource.system()));
    private final TokenDirectory tokens = TokenDirectory.open(new MemoryTokenStore(InstantSource.system()));
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SlowBodies slowBodies;
    private final GrizzlyWire wire;
    private final HttpServer server;
    private final Endpoints endpoints;
    private final WebappContext context = new WebappContext("orchestrator", "");

    private TestServer(Authenticator authenticator, FrontLimits limits) {
        this(Optional.empty(), authenticator, limits, Quotas.off(), false);
    }

    private TestServer(
            Optional<Engine> engine,
            Authenticator authenticator,
            FrontLimits limits,
            Quotas quotas,
            boolean hasSignIn) {
        this(
                engine,
                authenticator,
                limits,
                new RestApplication.Surroundings(SETTINGS, quotas, Outboxes.none(), Optional.of(TRACE_LINK)),
                hasSignIn);
    }

    private TestServer(
            Optional<Engine> engine,
            Authenticator authenticator,
            FrontLimits limits,
            RestApplication.Surroundings surroundings,
            boolean hasSignIn) {
        RestApplication application = new RestApplication(
                engine.orElseGet(FakeEngine::new), authenticator, BodyLimit.DEFAULT, executor, drain, surroundings);
        slowBodies = new SlowBodies(limits, BodyLimit.DEFAULT.bytesMax());
        wire = new GrizzlyWire(limits, new Json(BodyLimit.DEFAULT.bytesMax()));
        server = new HttpServer();
        NetworkListener listener = new NetworkListener("grizzly", "127.0.0.1", 0);
        server.addListener(listener);
        FrontParts parts = FrontParts.of(application, slowBodies, wire, new ActiveRequests());
        endpoints = Endpoints.of(parts.resources().getInstances());
        deploy(parts, hasSignIn);
        listener.getTransport().getWorkerThreadPoolConfig().setCorePoolSize(4).setMaxPoolSize(4);
        start();
        wire.guard(listener.getPort(), listener.getTransport());
    }

    private void deploy(FrontParts parts, boolean hasSignIn) {
        parts.putInto(context);
        if (hasSignIn) {
            context.addServlet("sign-in", SignInServlet.class).addMapping(OidcClient.BEGIN, OidcClient.DONE);
        }
        FilterRegistration prompt = context.addFilter("prompt-bodies", new PromptBodies());
        prompt.setAsyncSupported(true);
        prompt.addMappingForUrlPatterns(null, "/*");
        ServletRegistration api = context.addServlet("api", ApiServlet.class);
        api.setAsyncSupported(true);
        api.addMapping("/*");
        context.deploy(server);
    }

    private void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TestServer open() {
        return new TestServer(Authenticator.off(), FrontLimits.DEFAULT);
    }

    public static TestServer guardedBy(Authenticator authenticator) {
        return new TestServer(authenticator, FrontLimits.DEFAULT);
    }

    /** With an engine of its own in place of the fakes. */
    public static TestServer of(Engine engine) {
        return new TestServer(Optional.of(engine), Authenticator.off(), FrontLimits.DEFAULT, Quotas.off(), false);
    }

    /** The same, for those who say who they are. */
    public static TestServer of(Engine engine, Authenticator authenticator) {
        return of(engine, authenticator, Quotas.off());
    }

    /** The same, with the page's sign-in. With a second servlet Grizzly by itself answers addresses with {@code %00} or {@code %2F}, by a 500. */
    public static TestServer withSignIn(Engine engine, Authenticator authenticator) {
        return new TestServer(Optional.of(engine), authenticator, FrontLimits.DEFAULT, Quotas.off(), true);
    }

    /** The same, for those who may ask for so much. */
    public static TestServer of(Engine engine, Authenticator authenticator, Quotas quotas) {
        return new TestServer(Optional.of(engine), authenticator, FrontLimits.DEFAULT, quotas, false);
    }

    /** For many connections from one address. */
    public static TestServer of(Engine engine, FrontLimits limits, Quotas quotas) {
        return new TestServer(Optional.of(engine), Authenticator.off(), limits, quotas, false);
    }

    /** Which relays outboxes. */
    public static TestServer of(Engine engine, Quotas quotas, Outboxes outboxes) {
        return new TestServer(
                Optional.of(engine),
                Authenticator.off(),
                FrontLimits.DEFAULT,
                new RestApplication.Surroundings(SETTINGS, quotas, outboxes, Optional.empty()),
                false);
    }

    public static TestServer limitedBy(FrontLimits limits) {
        return new TestServer(Authenticator.off(), limits);
    }

    /** Where its servlets find what they work with. */
    public ServletContext context() {
        return context;
    }

    /** All there is to ask for. */
    public Endpoints endpoints() {
        return endpoints;
    }

    public int port() {
        return server.getListener("grizzly").getPort();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(PATIENCE);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String json) {
        return post(path, json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer post(String path, byte[] json) {
        return send(posting(path, json));
    }

    public HttpRequest.Builder posting(String path, byte[] json) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
    }

    public Answer send(HttpRequest.Builder request) {
        return sendAsync(request).join();
    }

    /** What comes back has to be as the document of the API says. */
    public CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), FirstWords.handler()).thenApply(response -> {
            WireJudge.ofThisServer().judge(response);
            return new Answer(response);
        });
    }

    @Override
    public void close() {
        server.shutdownNow();
        wire.close();
        slowBodies.close();
        tokens.close();
        audit.close();
        executor.shutdownNow();
    }

    private final class FakeEngine implements Engine {
        @Override
        public WorkflowService workflowService() {
            return workflows;
        }

        @Override
        public JobService jobService() {
            return new NoJobs();
        }

        @Override
        public TaskService taskService() {
            return tasks;
        }

        @Override
        public FleetService fleetService() {
            return fleet;
        }

        @Override
        public ScheduleService scheduleService() {
            return new NoSchedules();
        }

        @Override
        public FeedService feedService() {
            return new NoFeed();
        }

        @Override
        public IncidentService incidentService() {
            return new NoIncidents();
        }

        @Override
        public BatchService batchService() {
            return new NoBatches();
        }

        @Override
        public RetentionService retentionService() {
            return new NoRetention();
        }

        @Override
        public ProjectionService projectionService() {
            return new NoProjections();
        }

        @Override
        public EncryptionService encryptionService() {
            return EncryptionService.NONE;
        }

        @Override
        public WebhookService webhookService() {
            return new NoWebhooks();
        }

        @Override
        public EtlService etlService() {
            return new NoEtl();
        }

        @Override
        public RouterService router() {
            return new NoRouter();
        }

        @Override
        public LimitService limitService() {
            return limits;
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
        public ServerKeys keys() {
            return keys;
        }

        @Override
        public EngineMetrics metrics() {
            return () -> List.of(new Figure(
                    "orchestrator_tasks_ready",
                    Figure.Kind.GAUGE,
                    "Tasks.",
                    List.of(new Figure.Sample(Map.of("queue", "a\"b"), 3))));
        }

        @Override
        public boolean isTraced() {
            return false;
        }

        @Override
        public boolean isDatabaseUp() {
            return isDatabaseUp;
        }

        @Override
        public String workflowSchema() {
            return "{\"title\":\"workflow\"}";
        }

        @Override
        public void close() {}
    }

    /** What came back. */
    public record Answer(HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            try {
                return MAPPER.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException("Not JSON: " + text(), e);
            }
        }
    }
}
