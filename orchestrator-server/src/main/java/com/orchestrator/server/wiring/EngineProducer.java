package com.orchestrator.server.wiring;

import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.router.RunningRouter;
import com.orchestrator.server.webhook.HttpCourier;
import java.util.UUID;
import java.util.function.Consumer;

/** Builds the engine on its database: the one place that knows the concrete classes. */
final class EngineProducer {

    private static final UUID NO_INSTANCE = new UUID(0, 0);

    private EngineProducer() {}

    /** @param opened is told what has to be closed, the first last */
    static Engine produce(ServerConfig config, Consumer<AutoCloseable> opened) {
        EngineStore store = PostgresEngineStore.open(config.database());
        DatabaseProbe probe = new DatabaseProbe(() -> store.reads().findInstance(NO_INSTANCE), System::nanoTime);
        Engine engine = new OwnEngine(
                config.engine(),
                store,
                new HttpCourier(config.webhooks()),
                probe::isUp,
                config.archive(),
                new OwnEngine.Guests(
                        EtlDatabase.open(config.database()),
                        services -> RunningRouter.start(
                                services, RouterDatabase.open(config.database()), config.router())));
        opened.accept(engine);
        opened.accept(probe);
        probe.start();
        return engine;
    }
}
