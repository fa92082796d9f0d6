package com.orchestrator.etl;

import com.orchestrator.connectors.Workroom;
import com.orchestrator.worker.OrchestratorWorker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The worker as a process. Where the server is says the environment, as for every worker; {@code orchestrator.etl.directories} says where files
 * may lie (several, as in a class path), {@code orchestrator.etl.data} where packages do, {@code orchestrator.etl.secrets} where secrets do.
 */
public final class EtlWorkerMain {

    private static final int TASKS_AT_ONCE = 2;
    private static final int NATIVE_MEGABYTES = 128;

    private EtlWorkerMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path data =
                Path.of(setting("orchestrator.etl.data", ".orchestrator/etl")).toAbsolutePath();
        Path temporary = Files.createDirectories(data.resolve("tmp"));
        Workroom workroom = new Workroom(directories(data), temporary, NATIVE_MEGABYTES);
        Path secrets = Path.of(
                setting("orchestrator.etl.secrets", data.resolve("secrets").toString()));
        EtlHandlers handlers = new EtlHandlers(workroom, data, new SecretFiles(secrets));
        try (OrchestratorWorker worker = OrchestratorWorker.fromEnvironment()
                .name("etl")
                .handlers(handlers)
                .maxConcurrent(TASKS_AT_ONCE)
                .start()) {
            worker.awaitShutdown();
        }
    }

    private static List<Path> directories(Path data) throws IOException {
        List<Path> directories = Arrays.stream(setting(
                                "orchestrator.etl.directories",
                                data.resolve("files").toString())
                        .split(File.pathSeparator))
                .map(Path::of)
                .toList();
        for (Path directory : directories) {
            Files.createDirectories(directory);
        }
        return directories;
    }

    /** A system property, or a variable such as {@code ORCHESTRATOR_ETL_DATA}. */
    private static String setting(String name, String otherwise) {
        String variable = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
        return System.getProperty(name, variable == null ? otherwise : variable);
    }
}
