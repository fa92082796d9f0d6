package com.orchestrator.launcher;

import com.orchestrator.launcher.demo.OrderStory;
import com.orchestrator.launcher.os.Ports;
import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.payara.PayaraServer;
import com.orchestrator.launcher.payara.ServerSettings;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.Rehearsal;
import java.nio.file.Path;

/** {@code demo}: database, server and worker, twenty orders, and how they ended. Exit code 0 only if all is as expected. */
record DemoCommand(Workspace workspace, ShutdownStack started) {

    private static final int DEFAULT_PORT = 8080;
    private static final int INTERRUPTED = 130;

    int run(Arguments arguments) {
        started.codeWhenStopped(INTERRUPTED);
        RunDirectory run = started.open(workspace::newRunDirectory);
        Path home = arguments.keep() ? workspace.keptDemoData() : run.postgres();
        EmbeddedPostgres postgres = ServerProcess.startPostgres(started, () -> freshPostgres(home));
        var settings = ServerSettings.onLoopback(
                        port(arguments), postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password())
                .withRunOutcomes();
        String url = start(arguments, run, settings).settings().url();

        var story = new OrderStory(url, workspace.installation().orderSaga(), System.out);
        story.play(started, url, workspace.log().beside("worker"), Boolean.getBoolean("orchestrator.terminal"));
        int code = story.tell() ? 0 : 1;
        started.codeWhenStopped(code);
        if (arguments.keep()) {
            story.tellHowToApprove();
            System.out.println("Ctrl-C stops it. The database stays: `./orchestrator dev --data " + home + "`");
            story.tellWhereToLook(url);
            return ServerProcess.stay(started);
        }
        Rehearsal.wanted().ifPresent(this::rehearse);
        return code;
    }

    /** Only what stays up can have something for an ETL worker. */
    private PayaraServer start(Arguments arguments, RunDirectory run, ServerSettings settings) {
        return arguments.keep()
                ? ServerProcess.startWithEtl(workspace, run, started, settings)
                : ServerProcess.start(workspace, run, started, settings);
    }

    /** All is told, so whoever does not want to wait may go. */
    private void rehearse(Path options) {
        System.out.println("Preparing quick starts for the next time; Ctrl-C if you do not want to wait ...");
        started.open(() -> Rehearsal.now(Rehearsal.here(), options)).await();
    }

    /** Every demo begins with an empty database, also the one whose data is kept. */
    private EmbeddedPostgres freshPostgres(Path home) {
        EmbeddedPostgres.discard(workspace.postgresBinaries(), home);
        return EmbeddedPostgres.start(workspace.postgresBinaries(), home);
    }

    /** Nobody relies on the demo's port, so another will do when the usual one is taken. */
    private static int port(Arguments arguments) {
        return arguments.port().orElseGet(() -> Ports.isFree("127.0.0.1", DEFAULT_PORT) ? DEFAULT_PORT : Ports.free());
    }
}
