package com.orchestrator.worker.cdi;

import com.orchestrator.worker.FailureListener;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskInterceptor;
import com.orchestrator.worker.WorkerBuilder;
import com.orchestrator.worker.WorkerHealth;
import com.orchestrator.worker.WorkerListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worker, from when the application has started until it begins to stop; running tasks end meanwhile, within the drain timeout. Without
 * handlers there is none. Beans of type {@link FailureListener}, {@link WorkerListener} and {@link TaskInterceptor} are told.
 */
@ApplicationScoped
public class CdiWorker {

    private static final Logger LOG = System.getLogger(CdiWorker.class.getName());

    private volatile @Nullable OrchestratorWorker worker;

    void begin(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            HandlerClasses handlers,
            @Any Instance<Object> beans) {
        WorkerConfig config = WorkerConfig.ofContainer();
        if (worker != null || !config.isEnabled()) {
            return;
        }
        if (handlers.names().isEmpty()) {
            LOG.log(Level.INFO, "No bean has a method with @TaskHandler: there is no worker");
            return;
        }
        WorkerBuilder builder = OrchestratorWorker.connect(config.server())
                .handlers(instances(handlers.names(), beans).toArray());
        config.applyTo(builder);
        ContainerThreads.ofApplication().ifPresent(builder::threadFactory);
        beans.select(TaskInterceptor.class, Any.Literal.INSTANCE).forEach(builder::around);
        beans.select(WorkerListener.class, Any.Literal.INSTANCE).forEach(builder::listener);
        beans.select(FailureListener.class, Any.Literal.INSTANCE).forEach(builder::onFailure);
        worker = builder.start();
    }

    private static List<Object> instances(List<String> names, Instance<Object> beans) {
        return names.stream().map(name -> instance(type(name), beans)).toList();
    }

    /** Of the class itself: beans of its subclasses have handlers of their own. */
    private static Object instance(Class<?> type, Instance<Object> beans) {
        for (Instance.Handle<?> handle :
                beans.select(type, Any.Literal.INSTANCE).handles()) {
            if (handle.getBean().getBeanClass() == type) {
                return handle.get();
            }
        }
        throw new IllegalStateException(
                "The beans of " + type.getName() + ", which has @TaskHandler methods, are not seen from"
                        + " here: put orchestrator-worker-cdi into the module that has them");
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("A bean class cannot be loaded: " + name, e);
        }
    }

    void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        OrchestratorWorker running = worker;
        if (running != null) {
            running.stop();
        }
    }

    /** How the worker is; empty when there is none. */
    public Optional<WorkerHealth> health() {
        return Optional.ofNullable(worker).map(OrchestratorWorker::health);
    }

    /** For the same server. */
    @Produces
    @Singleton
    OrchestratorClient client() {
        WorkerConfig config = WorkerConfig.ofContainer();
        return config.token()
                .map(token -> OrchestratorClient.connect(config.server(), token))
                .orElseGet(() -> OrchestratorClient.connect(config.server()));
    }
}
