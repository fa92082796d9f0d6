package com.orchestrator.server.wiring;

import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.rest.json.BodyLimit;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.glassfish.jersey.server.ResourceConfig;

/**
 * Start and stop of the server inside its container. A failure to start fails the deployment, which the launcher turns
 * into an exit code; a server that stays up without an engine would be worse than none. What was opened is closed in
 * reverse order, also when the start fails half-way.
 *
 * <p>Everything is put together by hand, without CDI: the graph is small, tests build the same one, and the container has
 * nothing to scan.
 */
public final class ServerLifecycle implements ServletContextListener {

    private static final String RESOURCES = ServerLifecycle.class.getName() + ".resources";
    private static final String ACTIVE = ServerLifecycle.class.getName() + ".active";

    private static final int ANSWER_THREADS = 8;
    private static final int ANSWER_QUEUE_MAX = 10_000;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    static ResourceConfig resources(ServletContext context) {
        return (ResourceConfig) context.getAttribute(RESOURCES);
    }

    static ActiveRequests activeRequests(ServletContext context) {
        return (ActiveRequests) context.getAttribute(ACTIVE);
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            start(Settings.of(ConfigProvider.getConfig()), event.getServletContext());
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    private void start(Settings settings, ServletContext context) {
        BodyLimit limit = EngineConfigFactory.bodyLimit(settings);
        var authenticator = AuthenticatorFactory.authenticator(settings);
        opened.push(JdbcDrivers::deregister);
        Engine engine =
                EngineProducer.produce(EngineConfigFactory.engine(settings), EngineConfigFactory.database(settings));
        opened.push(engine);
        ExecutorService answers = answerThreads();
        opened.push(answers::shutdown);
        Drain drain = new Drain();
        ActiveRequests active = new ActiveRequests();
        DrainWatch watch = new DrainWatch(drain, engine.taskService(), active::count);
        watch.start();
        opened.push(watch);
        context.setAttribute(ACTIVE, active);
        context.setAttribute(
                RESOURCES, new RestApplication(engine, authenticator, limit, answers, drain).resourceConfig());
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
