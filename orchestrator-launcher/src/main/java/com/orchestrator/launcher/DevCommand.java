package com.orchestrator.launcher;

import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.payara.ServerSettings;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.nio.file.Path;

/** {@code dev}: server and database in one process, for this machine alone; the data stays. */
record DevCommand(Workspace workspace, ShutdownStack started) {

    private static final int DEFAULT_PORT = 8080;

    int run(Arguments arguments) {
        int port = arguments.port().orElse(DEFAULT_PORT);
        Path data = arguments.data().orElse(workspace.devData());
        RunDirectory run = started.open(workspace::newRunDirectory);
        var postgres =
                ServerProcess.startPostgres(started, () -> EmbeddedPostgres.start(workspace.postgresBinaries(), data));
        System.err.println("PostgreSQL with its data in " + data + ": " + postgres.jdbcUrl());
        ServerProcess.startWithEtl(
                workspace,
                run,
                started,
                ServerSettings.onLoopback(port, postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password())
                        .withRunOutcomes());
        System.err.println("Anybody on this machine may use it, without a token. Ctrl-C stops it; the data stays.");
        return ServerProcess.stay(started);
    }
}
