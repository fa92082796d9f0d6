package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Ports;
import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.payara.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code ./orchestrator dev} of a checkout, as its user would start it. */
final class DevServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(15);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final int port;
    private final Process process;
    private final double secondsToListen;

    private DevServer(int port, Process process, double secondsToListen) {
        this.port = port;
        this.process = process;
        this.secondsToListen = secondsToListen;
    }

    /** Returns when it says that it listens. */
    static DevServer start(Path checkout, Path data, Path log) throws IOException {
        int port = Ports.free();
        long begin = System.nanoTime();
        Process process =
                script(checkout, log, List.of("dev", "--port", String.valueOf(port), "--data", data.toString()));
        Await.until(START_LIMIT, PAUSE, () -> !process.isAlive() || said(log).contains(ServerSettings.LISTENING));
        var server = new DevServer(port, process, (System.nanoTime() - begin) / 1e9);
        if (!said(log).contains(ServerSettings.LISTENING)) {
            server.close();
            throw new LaunchException("The server of " + checkout + " did not start; its log is " + log + ".");
        }
        return server;
    }

    /** Builds what is stale and lets quick starts be prepared, so that what is measured afterwards is neither. */
    static void prepare(Path checkout, Path log) throws IOException {
        Process demo = script(checkout, log, List.of("demo"));
        if (demo.onExit().join().exitValue() != 0) {
            throw new LaunchException("The demo of " + checkout + " failed; its log is " + log + ".");
        }
    }

    private static Process script(Path checkout, Path log, List<String> words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("orchestrator").toString()));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String said(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    double secondsToListen() {
        return secondsToListen;
    }

    /** Seconds of CPU so far, of the JVM and of what it has run to the end. */
    double cpu() {
        return CpuMeter.ofProcess(process.pid());
    }

    /** Mebibytes of the JVM that are in memory. */
    double residentMemory() {
        return CpuMeter.residentMemory(process.pid());
    }

    @Override
    public void close() {
        Processes.stop(process, STOP_LIMIT);
    }
}
