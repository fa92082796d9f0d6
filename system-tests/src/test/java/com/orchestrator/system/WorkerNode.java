package com.orchestrator.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link LedgerWorker} process. */
final class WorkerNode implements AutoCloseable {

    private final Process process;

    WorkerNode(URI server, Ledger ledger, Path logs) {
        try {
            process = new ProcessBuilder(
                            ServerNode.Installation.javaBinary(),
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
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Lets it say goodbye, so that its polls do not outlive it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
