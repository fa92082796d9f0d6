package com.orchestrator.test.postgresql;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A PostgreSQL that Testcontainers starts, and that ends with the process. This class cannot be loaded without Testcontainers. */
final class Container {

    /** The image is there; helpers that Testcontainers wants beside it may have to be pulled, which it would try for minutes. */
    private static final long START_SECONDS_MAX = 60;

    private Container() {}

    /**
     * The database in it.
     *
     * @throws IllegalStateException when it does not start in time
     */
    static TestPostgres.Server start(String image) {
        CompletableFuture<PostgreSQLContainer> started = new CompletableFuture<>();
        Thread starter = new Thread(() -> start(image, started), "start-postgres");
        starter.setDaemon(true);
        starter.start();
        try {
            PostgreSQLContainer container =
                    started.orTimeout(START_SECONDS_MAX, TimeUnit.SECONDS).join();
            return new TestPostgres.Server(container.getJdbcUrl(), container.getUsername(), container.getPassword());
        } catch (CompletionException e) {
            throw new IllegalStateException("the container of " + image + " did not start " + reason(e.getCause()), e);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof TimeoutException ? "within " + START_SECONDS_MAX + " s" : "(" + cause + ")";
    }

    private static void start(String image, CompletableFuture<PostgreSQLContainer> started) {
        try {
            PostgreSQLContainer container = durable(image);
            container.start();
            if (started.complete(container)) {
                Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop-postgres"));
            } else {
                container.stop();
            }
        } catch (RuntimeException | LinkageError e) {
            started.completeExceptionally(e);
        }
    }

    /** As a server's: Testcontainers by itself switches fsync off. */
    private static PostgreSQLContainer durable(String image) {
        PostgreSQLContainer container =
                new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
        container.setCommand("postgres", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on");
        return container;
    }
}
