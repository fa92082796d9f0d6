package com.orchestrator.launcher;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Processes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An ETL worker beside a server of this machine, from when there is something for it: a job from before, or the first that the server hears
 * of. Until then it costs a thread that waits. It is what {@code ./orchestrator etl-worker} starts, a process of its own, and is built by that
 * when it has not been; of a download it is the program that {@code orchestrator.etl.worker} names, if it was unpacked.
 */
final class EtlWorkerOnDemand implements AutoCloseable {

    private static final String DATA = "ORCHESTRATOR_ETL_DATA";
    private static final String OF_DOWNLOAD = "orchestrator.etl.worker";
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Path root;
    private final String url;
    private final Path wanted;
    private final Path log;
    private final WatchService watch;
    private @Nullable Process worker;
    private boolean closed;

    private EtlWorkerOnDemand(Path root, String url, Path wanted, Path log, WatchService watch) {
        this.root = root;
        this.url = url;
        this.wanted = wanted;
        this.log = log;
        this.watch = watch;
    }

    /**
     * @param root of the repository
     * @param wanted the file that the server makes when there is something for a worker
     * @param log of the worker
     */
    static EtlWorkerOnDemand watch(Path root, String serverUrl, Path wanted, Path log) {
        try {
            WatchService watch = wanted.getFileSystem().newWatchService();
            wanted.resolveSibling("").register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            var onDemand = new EtlWorkerOnDemand(root, serverUrl, wanted, log, watch);
            Thread waiting = new Thread(onDemand::awaitWork, "etl-worker-on-demand");
            waiting.setDaemon(true);
            waiting.start();
            return onDemand;
        } catch (IOException e) {
            throw new LaunchException("Cannot watch " + wanted + ": " + e.getMessage(), e);
        }
    }

    private void awaitWork() {
        try {
            boolean isWanted = hasJobs();
            while (!isWanted && !Files.exists(wanted)) {
                watch.take().reset();
            }
            start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException stopped) {
            // Nobody wanted one.
        }
    }

    /** Jobs of an earlier time start by themselves, which no file tells. */
    private boolean hasJobs() {
        try {
            var connection = (HttpURLConnection)
                    URI.create(url + "/api/v1/etl/jobs?limit=1").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (var body = connection.getInputStream()) {
                return !new String(body.readAllBytes(), StandardCharsets.UTF_8).contains("\"items\":[]");
            }
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized void start() {
        if (closed) {
            return;
        }
        List<String> command = command();
        if (!Files.exists(Path.of(command.get(0)))) {
            System.err.println("There is work for an ETL worker, which is an archive of its own: unpack"
                    + " orchestrator-etl-worker-….tar.gz where this download was unpacked, and start again.");
            return;
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("ORCHESTRATOR_URL", url);
        environment.putIfAbsent(DATA, root.resolve(".orchestrator/etl").toString());
        try {
            worker = builder.start();
            System.err.println("There is work for an ETL worker, so one starts; its files lie below "
                    + environment.get(DATA) + ", its log is " + log + ".");
        } catch (IOException e) {
            System.err.println("Cannot start an ETL worker: " + e.getMessage());
        }
    }

    private List<String> command() {
        String ofDownload = System.getProperty(OF_DOWNLOAD);
        return ofDownload == null
                ? List.of(root.resolve("orchestrator").toString(), "etl-worker")
                : List.of(ofDownload);
    }

    @Override
    public void close() throws IOException {
        watch.close();
        Process started;
        synchronized (this) {
            closed = true;
            started = worker;
        }
        if (started != null) {
            Processes.stop(started, STOP_LIMIT);
        }
    }
}
