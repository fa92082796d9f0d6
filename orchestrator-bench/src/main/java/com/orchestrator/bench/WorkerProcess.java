package com.orchestrator.bench;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.os.Subprocess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A {@link BenchWorker} in its own process. */
final class WorkerProcess implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private volatile long lastSteps;
    private volatile long steps;

    private WorkerProcess(Process process) {
        this.process = process;
    }

    static WorkerProcess start(String url, int concurrent, Path log) {
        return start(ownClassPath(), url, concurrent, log);
    }

    /** That of this driver. */
    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    /** @param classPath with the worker and the SDK that it uses */
    static WorkerProcess start(String classPath, String url, int concurrent, Path log) {
        var builder = new ProcessBuilder(
                        Subprocess.java(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        classPath,
                        BenchWorker.class.getName(),
                        url,
                        String.valueOf(concurrent))
                .redirectError(log.toFile());
        try {
            var worker = new WorkerProcess(builder.start());
            Thread reader = new Thread(worker::read, "worker-output");
            reader.setDaemon(true);
            reader.start();
            return worker;
        } catch (IOException e) {
            throw new LaunchException("Cannot start a worker: " + e.getMessage(), e);
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                steps = Long.parseLong(line.substring(space + 1));
                lastSteps = Long.parseLong(line.substring(0, space));
            }
        } catch (IOException e) {
            // The process has ended; whoever waits for it sees that nothing moves.
        }
    }

    /** How many runs have had their last step done here. */
    long lastSteps() {
        return lastSteps;
    }

    long steps() {
        return steps;
    }

    double cpu() {
        return CpuMeter.ofProcess(process.pid());
    }

    double compilersCpu() {
        return CpuMeter.ofCompilers(process.pid());
    }

    /** @param name as {@code kill} knows it */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LaunchException("Cannot signal a worker: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Processes.stop(process, STOP_LIMIT);
    }
}
