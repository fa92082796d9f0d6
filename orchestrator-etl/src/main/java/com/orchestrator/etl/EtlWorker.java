package com.orchestrator.etl;

import com.orchestrator.connectors.Workroom;
import com.orchestrator.worker.EtlClient;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.WorkerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A worker that does the work of jobs in this process. */
public final class EtlWorker {

    private static final int TASKS_AT_ONCE = 2;
    private static final int NATIVE_MEGABYTES = 128;

    /**
     * @param data load packages and rejected rows lie there; workers of one server share it
     * @param directories files lie below these alone; relative paths below the first
     * @param secrets a file for each secret
     */
    public record Places(Path data, List<Path> directories, Path secrets) {

        public Places {
            directories = List.copyOf(directories);
        }

        /** All in one directory: {@code files}, {@code secrets}, and what the worker itself needs. */
        public static Places below(Path data) {
            return new Places(data, List.of(data.resolve("files")), data.resolve("secrets"));
        }
    }

    private EtlWorker() {}

    /**
     * @param client of the same server
     * @throws IOException if a directory is not there and cannot be made
     */
    public static OrchestratorWorker start(OrchestratorClient client, WorkerBuilder worker, Places places)
            throws IOException {
        return start(client, worker, places, (job, step) -> {});
    }

    static OrchestratorWorker start(
            OrchestratorClient client, WorkerBuilder worker, Places places, EtlHandlers.Whereabouts whereabouts)
            throws IOException {
        Path data = places.data().toAbsolutePath();
        Path temporary = Files.createDirectories(data.resolve("tmp"));
        for (Path directory : places.directories()) {
            Files.createDirectories(directory);
        }
        Workroom workroom = new Workroom(places.directories(), temporary, NATIVE_MEGABYTES);
        EtlClient etl = client.etl();
        ConfigResolver configs = new ConfigResolver(new SecretFiles(places.secrets()), etl::connection);
        return worker.name("etl")
                .handlers(
                        new EtlHandlers(workroom, data, configs, whereabouts),
                        new EtlQuestions(workroom, configs),
                        new EtlFollower(etl, data))
                .maxConcurrent(TASKS_AT_ONCE)
                .start();
    }
}
