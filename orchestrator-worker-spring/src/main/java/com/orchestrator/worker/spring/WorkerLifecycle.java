package com.orchestrator.worker.spring;

import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.WorkerBuilder;
import com.orchestrator.worker.WorkerHealth;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The worker, from when everything else in the context has started until before anything else stops: running tasks end, within the drain
 * timeout, while all that they use is still there. Without handlers there is no worker.
 */
public final class WorkerLifecycle implements SmartLifecycle {

    private static final Logger LOG = System.getLogger(WorkerLifecycle.class.getName());

    private final Supplier<List<Object>> handlers;
    private final Function<List<Object>, WorkerBuilder> builder;
    private volatile @Nullable OrchestratorWorker worker;

    WorkerLifecycle(Supplier<List<Object>> handlers, Function<List<Object>, WorkerBuilder> builder) {
        this.handlers = handlers;
        this.builder = builder;
    }

    @Override
    public void start() {
        List<Object> found = handlers.get();
        if (found.isEmpty()) {
            LOG.log(Level.INFO, "No bean has a method with @TaskHandler: there is no worker");
        } else {
            worker = builder.apply(found).start();
        }
    }

    @Override
    public void stop() {
        OrchestratorWorker running = worker;
        worker = null;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }

    /** How the worker is; empty when there is none. */
    public Optional<WorkerHealth> health() {
        return Optional.ofNullable(worker).map(OrchestratorWorker::health);
    }
}
