package com.orchestrator.server.wiring;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.server.front.FrontLimits;
import com.orchestrator.server.front.SlowBodies;
import com.orchestrator.server.front.Wire;
import com.orchestrator.server.grizzly.GrizzlyWire;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.Json;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Start and stop of the server inside its container. When it cannot start, one line of the log says why, and every request
 * is answered so, health checks too: a container that fails to deploy would stay up all the same, and hide the reason among
 * its own. The launcher, which runs in the same JVM, is told by a system property and ends. What was opened is closed in
 * reverse order, also when the start fails half-way.
 *
 * <p>Everything is put together by hand, without CDI: the graph is small, tests build the same one, and the container has
 * nothing to scan.
 */
public final class ServerLifecycle implements ServletContextListener {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLifecycle.class);

    /** Attribute for the servlet, and system property for the launcher. */
    private static final String REFUSAL = "orchestrator.refusal";

    private static final int ANSWER_THREADS = 8;
    private static final int ANSWER_QUEUE_MAX = 10_000;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Why the server is none; empty when all is well. */
    static Optional<String> refusal(ServletContext context) {
        return Optional.ofNullable((String) context.getAttribute(REFUSAL));
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            start(ServerConfig.of(ConfigProvider.getConfig()), context);
        } catch (StartRefused e) {
            LOG.error("The server does not start: {}", e.getMessage());
            refuse(context, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("The server does not start", e);
            refuse(context, "a fault of the server itself, " + e);
        }
    }

    private void refuse(ServletContext context, String reason) {
        context.setAttribute(REFUSAL, reason);
        System.setProperty(REFUSAL, reason);
        stop();
    }

    private void start(ServerConfig config, ServletContext context) {
        config.warn();
        opened.push(JdbcDrivers::deregister);
        Engine engine = EngineProducer.produce(config, opened::push);
        ExecutorService answers = answerThreads();
        opened.push(answers::shutdown);
        Drain drain = new Drain();
        ActiveRequests active = new ActiveRequests();
        DrainWatch watch = new DrainWatch(drain, engine.taskService(), active::count);
        watch.start();
        opened.push(watch);
        SlowBodies slowBodies =
                new SlowBodies(config.frontLimits(), config.bodyLimit().bytesMax());
        opened.push(slowBodies);
        Wire wire = wire(config.frontLimits());
        opened.push(wire);
        Optional<SignIns> signIns = config.oidc().map(oidc -> SignIns.open(oidc, engine, opened::push));
        Quotas quotas = config.settings().isSet(ConfigKey.QUOTA_DIVIDED)
                ? Quotas.of(config.quotas(), engine.fleetService()::servers)
                : Quotas.of(config.quotas());
        QueuedWatch queued = new QueuedWatch(quotas, engine.fleetService()::queued);
        queued.start();
        opened.push(queued);
        RestApplication application = new RestApplication(
                engine,
                signIns.map(ways -> ways.putInto(config.authenticator())).orElse(config.authenticator()),
                config.bodyLimit(),
                answers,
                drain,
                new RestApplication.Surroundings(
                        EffectiveConfig.of(config.settings()),
                        quotas,
                        config.outboxes().open(config.database(), engine, quotas, config.bodyLimit(), opened::push),
                        config.traceLink()));
        opened.push(application);
        if (config.metricsPort() != ServerConfig.NO_PORT) {
            opened.push(MetricsPort.open(
                    config.metricsPort(),
                    application.metrics(),
                    application.health(),
                    new Json(BodyLimit.DEFAULT.bytesMax())));
        }
        signIns.ifPresent(ways -> ways.putInto(context, application.refusals()));
        FrontParts.of(application, slowBodies, wire, active).putInto(context);
    }

    private static Wire wire(FrontLimits limits) {
        try {
            return new GrizzlyWire(limits, new Json(BodyLimit.DEFAULT.bytesMax()));
        } catch (NoClassDefFoundError noGrizzly) {
            LOG.warn("Connections are not guarded: this container is not known ({})", noGrizzly.toString());
            return Wire.UNKNOWN;
        }
    }

    /** Full means that clients read too slowly; then the engine's own threads have to wait for them after all. */
    private static ExecutorService answerThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                ANSWER_THREADS,
                ANSWER_THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(ANSWER_QUEUE_MAX),
                task -> {
                    Thread thread = new Thread(task, "orchestrator-answers");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        stop();
    }

    private void stop() {
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(part + " could not be closed", e);
        }
    }
}
