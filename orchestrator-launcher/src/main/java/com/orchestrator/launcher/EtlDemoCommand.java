package com.orchestrator.launcher;

import com.orchestrator.launcher.demo.EtlExample;
import com.orchestrator.launcher.os.Ports;
import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.payara.ServerSettings;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.nio.file.Path;

/** {@code demo etl}: database, server, and the example that extracts and loads. Exit code 0 only if all places have the same. */
record EtlDemoCommand(Workspace workspace, ShutdownStack started) {

    /** The script says where the example is; it is built when it is asked for. */
    private static final String CLASS_PATH = "orchestrator.etl.example";

    private static final int INTERRUPTED = 130;

    int run(Arguments arguments) {
        String classPath = System.getProperty(CLASS_PATH);
        if (classPath == null) {
            throw new UsageException("'" + CLASS_PATH + "' does not say where the example is.");
        }
        started.codeWhenStopped(INTERRUPTED);
        RunDirectory run = started.open(workspace::newRunDirectory);
        Path data = run.postgres().resolveSibling("etl");
        EmbeddedPostgres postgres = ServerProcess.startPostgres(
                started, () -> EmbeddedPostgres.start(workspace.postgresBinaries(), run.postgres()));
        var settings = ServerSettings.onLoopback(
                arguments.port().orElseGet(Ports::free),
                postgres.jdbcUrl(),
                EmbeddedPostgres.USER,
                postgres.password());
        String url = ServerProcess.start(workspace, run, started, settings)
                .settings()
                .url();
        Path log = workspace.log().beside("etl");
        started.open(() -> EtlExample.start(classPath, url, postgres, data, log))
                .await();
        started.codeWhenStopped(0);
        return 0;
    }
}
