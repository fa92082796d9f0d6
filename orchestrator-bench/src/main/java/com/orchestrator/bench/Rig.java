package com.orchestrator.bench;

import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import com.orchestrator.launcher.server.ServerCommandLine;
import com.orchestrator.launcher.server.ServerNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Database, servers and workers, each in its own process, on the loopback address. */
final class Rig {

    /** Tasks one worker process does at once. */
    private static final int CONCURRENT = 1_000;

    /** So that one is at work while the other's report is on its way. */
    private static final int WORKERS_PER_SERVER = 2;

    private final Database database;
    private final List<ServerNode> servers = new ArrayList<>();
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final Api api;
    private final ShutdownStack started;
    private final Path directory;
    private final String workerClassPath;

    private Rig(
            Database database,
            ShutdownStack started,
            Path directory,
            String workerClassPath,
            List<ServerNode> servers) {
        this.database = database;
        this.started = started;
        this.directory = directory;
        this.workerClassPath = workerClassPath;
        this.servers.addAll(servers);
        this.api =
                new Api(servers.stream().map(server -> server.url().toString()).toList());
    }

    /** Server and SDK of the checkout; the driver is ours whatever the checkout. */
    static Rig start(Checkout checkout, Path directory, int serverCount, ShutdownStack started) {
        PostgresBinaries binaries = checkout.postgres();
        Database database = started.open(() -> Database.start(binaries, directory.resolve("postgres")));
        ServerCommandLine script = ServerCommandLine.ofScript(checkout.root());
        List<ServerNode> servers = new ArrayList<>();
        for (int i = 0; i < serverCount; i++) {
            servers.add(started.open(() -> ServerNode.start(script, database.postgres(), directory)));
        }
        return new Rig(database, started, directory, checkout.workerClassPath(), servers);
    }

    /** Starts workers, two processes for each server, if there are none yet. */
    void hire() {
        while (workers.size() < servers.size() * WORKERS_PER_SERVER) {
            int number = workers.size();
            workers.add(started.open(() -> WorkerProcess.start(
                    workerClassPath,
                    servers.get(number % servers.size()).url().toString(),
                    CONCURRENT,
                    directory.resolve("worker-" + number + ".log"))));
        }
    }

    /** The workers stand still, warm and with their polls open. Shorter than a lease, or their work is given away. */
    void suspendWorkers() {
        workers.forEach(worker -> worker.signal("STOP"));
    }

    void resumeWorkers() {
        workers.forEach(worker -> worker.signal("CONT"));
    }

    void dismiss() {
        workers.forEach(WorkerProcess::close);
        workers.clear();
    }

    Database database() {
        return database;
    }

    Api api() {
        return api;
    }

    /** Runs whose last step was done by the workers of now. */
    long ended() {
        return workers.stream().mapToLong(WorkerProcess::lastSteps).sum();
    }

    /** Seconds that servers and workers have spent on compiling their own code. */
    double compilersCpu() {
        return serverCompilersCpu()
                + workers.stream().mapToDouble(WorkerProcess::compilersCpu).sum();
    }

    /** Mebibytes of the servers that are in memory. */
    double residentMemory() {
        return servers.stream()
                .map(ServerNode::pid)
                .mapToDouble(CpuMeter::residentMemory)
                .sum();
    }

    /** Seconds that servers alone have spent on compiling their own code. */
    double serverCompilersCpu() {
        return servers.stream()
                .map(ServerNode::pid)
                .mapToDouble(CpuMeter::ofCompilers)
                .sum();
    }

    Usage usage() {
        return new Usage(
                database.cpu(),
                servers.stream()
                        .map(ServerNode::pid)
                        .mapToDouble(CpuMeter::ofProcess)
                        .sum(),
                workers.stream().mapToDouble(WorkerProcess::cpu).sum(),
                CpuMeter.ofProcess(ProcessHandle.current().pid()),
                database.transactions(),
                database.statements(),
                database.walBytes(),
                database.rowWrites());
    }
}
