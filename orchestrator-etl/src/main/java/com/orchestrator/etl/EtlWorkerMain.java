package com.orchestrator.etl;

import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The worker as a process. Where the server is says the environment, as for every worker; {@code orchestrator.etl.directories} says where files
 * may lie (several, as in a class path), {@code orchestrator.etl.data} where packages do, {@code orchestrator.etl.secrets} where secrets do.
 */
public final class EtlWorkerMain {

    private static final String DATA_DEFAULT = ".orchestrator/etl";

    private EtlWorkerMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (OrchestratorWorker worker =
                EtlWorker.start(OrchestratorClient.fromEnvironment(), OrchestratorWorker.fromEnvironment(), places())) {
            worker.awaitShutdown();
        }
    }

    private static EtlWorker.Places places() {
        String data = setting("orchestrator.etl.data");
        EtlWorker.Places usual = EtlWorker.Places.below(Path.of(data == null ? DATA_DEFAULT : data));
        String directories = setting("orchestrator.etl.directories");
        String secrets = setting("orchestrator.etl.secrets");
        return new EtlWorker.Places(
                usual.data(),
                directories == null ? usual.directories() : paths(directories),
                secrets == null ? usual.secrets() : Path.of(secrets));
    }

    private static List<Path> paths(String list) {
        return Arrays.stream(list.split(File.pathSeparator)).map(Path::of).toList();
    }

    /** A system property, or a variable such as {@code ORCHESTRATOR_ETL_DATA}. */
    private static @Nullable String setting(String name) {
        String variable = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
        return System.getProperty(name, variable);
    }
}
