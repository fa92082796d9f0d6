package com.orchestrator.projections;

import com.orchestrator.projections.worker.Running;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A worker in a process of its own, to be killed. */
final class WorkerProcess {

    static final String NAME = "counted";
    static final int SHARDS = 4;

    private WorkerProcess() {}

    static Process start(World world, long generation) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                world.url,
                world.user,
                world.password,
                Long.toString(generation)));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(new File("target", "worker-processes.log"))
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        config.setMaximumPoolSize(2 * SHARDS + 2);
        config.setMinimumIdle(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Running worker = like(Projections.on(pool).source(World.events(pool, arguments[0])))
                    .generation(Long.parseLong(arguments[3]))
                    .build()
                    .start();
            worker.awaitStop(Duration.ofHours(1));
        }
    }

    /** What such a process runs, for a worker beside it. */
    static Projections.Builder like(Projections.Builder builder) {
        return builder.projection(new Counting(NAME, SHARDS))
                .heartbeat(Duration.ofMillis(150))
                .staleAfter(Duration.ofMillis(900))
                .poll(Duration.ofMillis(10))
                .batch(20);
    }
}
