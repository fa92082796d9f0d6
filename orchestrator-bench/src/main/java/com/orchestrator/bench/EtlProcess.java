package com.orchestrator.bench;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Moves rows in a process of its own, as large as an ETL worker. What moves them is not on this class path, so that whoever never calls for it
 * need not have it.
 *
 * @param classPath of extract and load
 * @param warmUp a file to warm up with
 * @param folder where files are written
 */
record EtlProcess(String classPath, Path warmUp, Path folder, EmbeddedPostgres postgres) {

    /** As {@code ./orchestrator etl-worker} has. */
    private static final String HEAP = "-Xmx256m";

    private static final String MAIN = "com.orchestrator.etl.bench.MoverMain";
    private static final String MARK = "MEASURED ";

    /** What came out, and what is there now. */
    record Measured(double seconds, double cpu, double megabytes, String result) {}

    Measured run(EtlMover mover, EtlRoute route, Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Subprocess.java(),
                        "-XX:+UseSerialGC",
                        HEAP,
                        "-cp",
                        classPath,
                        MAIN,
                        mover.name(),
                        route.name(),
                        file.toString(),
                        warmUp.toString(),
                        folder.toString(),
                        postgres.jdbcUrl(),
                        EmbeddedPostgres.USER,
                        postgres.password())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int at = said.lastIndexOf(MARK);
        if (at < 0) {
            throw new LaunchException(mover + " could not move the rows to " + route + ": " + said.strip());
        }
        String[] words = said.substring(at + MARK.length()).strip().split(" ", 4);
        return new Measured(
                Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]), words[3]);
    }
}
