package com.orchestrator.etl;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.engine.secret.SecretSource;
import com.orchestrator.etl.jobs.store.PostgresEtlStore;
import com.orchestrator.router.RunningRouter;
import com.orchestrator.router.store.MemoryRouterStore;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.projection.NoProjections;
import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.webhook.AddressRules;
import com.orchestrator.server.webhook.HttpCourier;
import com.orchestrator.server.wiring.Engine;
import com.orchestrator.server.wiring.OwnEngine;
import com.orchestrator.server.wiring.RestApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A server of a database, as a process that is there until it is killed. It is made ahead of time, and listens once it is told to: so the
 * next one is at the address of the one before as soon as that is dead.
 */
final class ServerProcess {

    private static final String READY = "ready";
    private static final String LISTENS = "listens";
    private static final int CONNECTIONS = 4;
    private static final int ANSWERING_THREADS = 4;

    private final Process process;
    private final BufferedReader said;

    private ServerProcess(Process process) {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
    }

    static ServerProcess prepare(PostgresConfig database, int port) {
        try {
            return new ServerProcess(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ServerProcess.class.getName(),
                            Integer.toString(port),
                            database.jdbcUrl(),
                            database.username(),
                            database.password())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when it does. */
    void listen() {
        try {
            require(READY);
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            require(LISTENS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void require(String word) throws IOException {
        String line = said.readLine();
        if (!word.equals(line)) {
            throw new IllegalStateException("The server says " + line + " instead of " + word);
        }
    }

    /** With -9. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** The port to listen at, and the database. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Engine engine = engine(new PostgresConfig(arguments[1], arguments[2], arguments[3], CONNECTIONS, false));
        RestApplication application = new RestApplication(
                engine,
                Authenticator.off(),
                BodyLimit.DEFAULT,
                Executors.newFixedThreadPool(ANSWERING_THREADS),
                new Drain(),
                List.of());
        HttpServer http = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:" + arguments[0] + "/"), application.resourceConfig(), false);
        say(READY);
        if (System.in.read() >= 0) {
            http.start();
            say(LISTENS);
            new CountDownLatch(1).await();
        }
        engine.close();
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }

    private static Engine engine(PostgresConfig database) {
        PGSimpleDataSource jobs = new PGSimpleDataSource();
        jobs.setUrl(database.jdbcUrl());
        jobs.setUser(database.username());
        jobs.setPassword(database.password());
        return new OwnEngine(
                EngineConfig.DEFAULT,
                PostgresEngineStore.open(database),
                new HttpCourier(AddressRules.STRICT),
                () -> true,
                null,
                new OwnEngine.Guests(
                        new PostgresEtlStore(jobs, () -> {}),
                        () -> {},
                        services -> RunningRouter.alone(services, new MemoryRouterStore(InstantSource.system())),
                        new NoProjections(),
                        OwnEngine.Security.ofThisProcess(SecretSource.NONE),
                        false));
    }
}
