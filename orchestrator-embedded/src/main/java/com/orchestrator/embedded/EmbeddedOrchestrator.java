package com.orchestrator.embedded;

import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.wiring.Engine;
import com.orchestrator.server.wiring.OwnEngine;
import com.orchestrator.server.wiring.RestApplication;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;

/**
 * The whole orchestrator inside this process, without a database: the engine, and the REST surface on a free port of this machine.
 * Clients and workers connect to {@link #url()} as to any other server. Nothing outlives the process; whoever needs that runs a server
 * on PostgreSQL.
 */
public final class EmbeddedOrchestrator implements AutoCloseable {

    private static final URI ANY_PORT = URI.create("http://127.0.0.1:0/");
    private static final int ANSWERING_THREADS = 4;

    private final Engine engine;
    private final Drain drain = new Drain();
    private final ExecutorService answers = Executors.newFixedThreadPool(ANSWERING_THREADS, task -> {
        Thread thread = new Thread(task, "orchestrator-answers");
        thread.setDaemon(true);
        return thread;
    });
    private final RestApplication application;
    private final HttpServer http;

    private EmbeddedOrchestrator(Engine engine) {
        this.engine = engine;
        this.application =
                new RestApplication(engine, Authenticator.off(), BodyLimit.DEFAULT, answers, drain, List.of());
        this.http = GrizzlyHttpServerFactory.createHttpServer(ANY_PORT, application.resourceConfig());
    }

    /**
     * Starts one that keeps everything in memory.
     *
     * @throws jakarta.ws.rs.ProcessingException when no port can be had
     */
    public static EmbeddedOrchestrator inMemory() {
        return new EmbeddedOrchestrator(OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.running())));
    }

    /** Where it listens. */
    public URI url() {
        return URI.create(
                "http://127.0.0.1:" + http.getListeners().iterator().next().getPort());
    }

    /** Requests that wait for a result are answered with what is known, then everything ends. */
    @Override
    public void close() {
        drain.begin();
        http.shutdownNow();
        answers.shutdownNow();
        application.close();
        engine.close();
    }
}
