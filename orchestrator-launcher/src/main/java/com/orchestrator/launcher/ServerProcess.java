package com.orchestrator.launcher;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.Progress;
import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.payara.PayaraServer;
import com.orchestrator.launcher.payara.ServerSettings;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.Rehearsal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** What every command does once it knows where the database is: boot, say so, and stay until told to stop. */
final class ServerProcess {

    /** Exit code. */
    static final int TAKEN_BACK = 3;

    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private ServerProcess() {}

    /** PostgreSQL, with what it takes to make or to recover its data. */
    static EmbeddedPostgres startPostgres(ShutdownStack started, Supplier<EmbeddedPostgres> start) {
        Progress progress = Progress.of("Starting PostgreSQL");
        try (progress) {
            return started.open(start);
        }
    }

    /** Says that the server listens exactly when it is ready for requests. */
    static PayaraServer start(Workspace workspace, RunDirectory run, ShutdownStack started, ServerSettings settings) {
        PayaraServer server = started.open(() -> PayaraServer.prepare(settings));
        Progress progress = Progress.of("Starting the server");
        try (progress) {
            server.boot(workspace.payara(), workspace.installation().war(), run.payara(), workspace.log());
        }
        System.out.println(ServerSettings.LISTENING + settings.url());
        return server;
    }

    /** The same, with an ETL worker from when there is something for one. */
    static PayaraServer startWithEtl(
            Workspace workspace, RunDirectory run, ShutdownStack started, ServerSettings settings) {
        PayaraServer server = start(
                workspace,
                run,
                started,
                settings.and(
                        Map.of(ServerSettings.ETL_WANTED_FILE, run.etlWanted().toString())));
        started.open(() -> EtlWorkerOnDemand.watch(
                workspace.root(),
                settings.url(),
                run.etlWanted(),
                workspace.log().beside("etl-worker")));
        return server;
    }

    /** Mostly a signal ends the process. Returns when its database went back to an earlier moment: another one has to begin anew. */
    static int stay(ShutdownStack started) {
        Rehearsal.wanted().ifPresent(options -> started.open(() -> Rehearsal.aside(options)));
        return Await.until(FOREVER, PAUSE, PayaraServer::isTakenBack) ? TAKEN_BACK : 0;
    }
}
