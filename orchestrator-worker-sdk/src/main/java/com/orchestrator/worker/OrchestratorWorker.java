package com.orchestrator.worker;

import com.orchestrator.worker.WorkerHealth.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A worker process: takes tasks from its queues, runs handlers, reports. Starts once and stops once; SIGTERM stops it
 * like {@link #stop()} does, with time for running tasks to end.
 */
public final class OrchestratorWorker implements AutoCloseable {

    private static final Logger LOG = Logs.of(OrchestratorWorker.class);
    /** Beyond the drain timeout: the last releases and the farewell. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    private final Vitals vitals;
    private final WorkerStart start;
    private final Presence presence;
    private final PollLoop pollLoop;
    private final LogShipper log;
    private final WorkerLoop loop;
    private final List<ExecutorService> threads;
    private final Thread shutdownHook = new Thread(this::stop, "orchestrator-worker-shutdown");
    private final AtomicReference<State> life = new AtomicReference<>(State.NEW);
    private final AtomicBoolean drainAsked = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    OrchestratorWorker(
            Vitals vitals,
            WorkerStart start,
            Presence presence,
            PollLoop pollLoop,
            LogShipper log,
            WorkerLoop loop,
            List<ExecutorService> threads) {
        this.vitals = vitals;
        this.start = start;
        this.presence = presence;
        this.pollLoop = pollLoop;
        this.log = log;
        this.loop = loop;
        this.threads = List.copyOf(threads);
    }

    /** A worker for the server at this address, for example {@code http://localhost:8080}. */
    public static WorkerBuilder connect(URI server) {
        return new WorkerBuilder(server);
    }

    /**
     * A worker for the server that {@code ORCHESTRATOR_URL} and {@code ORCHESTRATOR_TOKEN} name, and for the namespace in
     * {@code ORCHESTRATOR_NAMESPACE}, if any.
     */
    public static WorkerBuilder fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    static WorkerBuilder fromEnvironment(Map<String, String> environment) {
        WorkerBuilder builder =
                connect(URI.create(environment.getOrDefault("ORCHESTRATOR_URL", "http://localhost:8080")));
        Optional.ofNullable(environment.get("ORCHESTRATOR_TOKEN"))
                .filter(token -> !token.isBlank())
                .ifPresent(builder::token);
        Optional.ofNullable(environment.get("ORCHESTRATOR_NAMESPACE"))
                .filter(namespace -> !namespace.isBlank())
                .ifPresent(builder::namespace);
        return builder;
    }

    /**
     * Begins to take tasks. Waits for one answer of the server, a few seconds at most, unless {@link WorkerBuilder#failFast} is
     * off; returns as well when the server cannot be reached yet.
     *
     * @throws ServerRefusedException when the server does not take the credential, or is not an orchestrator
     */
    public OrchestratorWorker start() {
        if (!life.compareAndSet(State.NEW, State.RUNNING)) {
            throw new IllegalStateException("Expected to start a worker in state NEW, but it is " + life.get());
        }
        try {
            start.begin(presence);
        } catch (ServerRefusedException refused) {
            end();
            throw refused;
        }
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        presence.whenDrainIsAsked(this::drainAsAsked);
        pollLoop.start();
        return this;
    }

    /** The server has asked: the worker stops as by {@link #stop()}, on a thread of its own. */
    private void drainAsAsked() {
        if (drainAsked.compareAndSet(false, true)) {
            LOG.log(Level.INFO, "The server has asked this worker to drain: it ends what it has begun and stops");
            new Thread(this::stop, "orchestrator-worker-drain").start();
        }
    }

    /** The id this process goes by on the server. */
    public String workerId() {
        return vitals.settings().workerId();
    }

    /** How it is now; asks nobody. */
    public WorkerHealth health() {
        return vitals.health(Objects.requireNonNull(life.get()));
    }

    /** Blocks until the worker has stopped. */
    public void awaitShutdown() throws InterruptedException {
        stopped.await();
    }

    /**
     * Takes nothing new, lets running tasks end within the drain timeout, releases the rest so that others can have them
     * at once, and returns when that is done.
     */
    public void stop() {
        State before = life.getAndUpdate(now -> now == State.STOPPED ? now : State.DRAINING);
        try {
            if (before == State.RUNNING) {
                pollLoop.drain()
                        .thenCompose(drained -> log.close())
                        .get(vitals.settings().drainTimeout().plus(STOP_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
            }
            if (before == State.RUNNING || before == State.NEW) {
                end();
            }
            stopped.await();
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            end();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void end() {
        if (life.getAndSet(State.STOPPED) == State.STOPPED) {
            return;
        }
        loop.close();
        threads.forEach(ExecutorService::shutdownNow);
        removeShutdownHook();
        stopped.countDown();
    }

    private void removeShutdownHook() {
        if (Thread.currentThread() == shutdownHook) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is already going down and may be running the hook: then there is nothing to remove.
            return;
        }
    }
}
