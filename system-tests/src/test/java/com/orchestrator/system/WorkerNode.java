package com.orchestrator.system;

import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.os.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A {@link LedgerWorker} process. */
final class WorkerNode implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Process process;

    WorkerNode(URI server, Ledger ledger, Path logs) {
        try {
            process = new ProcessBuilder(
                            Subprocess.java(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LedgerWorker.class.getName(),
                            server.toString(),
                            ledger.file().toString(),
                            ledger.gates().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            logs.resolve("workers.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9 */
    void kill() {
        Processes.kill(process);
    }

    /** Lets it say goodbye, so that its polls do not outlive it. */
    @Override
    public void close() {
        Processes.stop(process, STOP_LIMIT);
    }
}
