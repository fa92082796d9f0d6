package com.orchestrator.router;

import com.orchestrator.router.amqp.Bridge;
import com.orchestrator.router.store.Outbox;
import com.orchestrator.router.store.RouterStore;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The router of one server, with what runs beside its calls. */
public final class RunningRouter implements AutoCloseable {

    private final RouterService service;
    private final RouterStore store;
    private final Leadership leadership;
    private final @Nullable Bridge bridge;

    private RunningRouter(JobRouter.Services engine, RouterStore store, @Nullable Outbox outbox, RouterConfig config) {
        Node self = Node.named(config.node(), new SecureRandom());
        this.store = store;
        this.leadership = new Leadership(store, self, config.lease(), this::word, System::nanoTime);
        JobRouter router = new JobRouter(engine, store, config, self, this::bridgeFigures);
        this.service = router;
        this.bridge = config.broker() == null || outbox == null
                ? null
                : new Bridge(config, engine.tasks(), store, outbox, leadership::isLeader, router::report);
    }

    private LeaderWord word() {
        return bridge == null ? LeaderWord.NONE : bridge.word();
    }

    private RouterFigures.@Nullable Bridge bridgeFigures() {
        return bridge == null ? null : bridge.figures();
    }

    /** One of perhaps many servers. */
    public static RunningRouter start(
            JobRouter.Services engine, RouterStore store, Outbox outbox, RouterConfig config) {
        RunningRouter router = new RunningRouter(engine, store, outbox, config);
        router.leadership.start();
        if (router.bridge != null) {
            router.bridge.start();
        }
        return router;
    }

    /** The only server that there is: it leads whenever it is asked. */
    public static RunningRouter alone(JobRouter.Services engine, RouterStore store) {
        return new RunningRouter(engine, store, null, RouterConfig.of("local"));
    }

    public RouterService service() {
        return service;
    }

    @Override
    public void close() {
        if (bridge != null) {
            bridge.close();
        }
        leadership.close();
        store.close();
    }
}
