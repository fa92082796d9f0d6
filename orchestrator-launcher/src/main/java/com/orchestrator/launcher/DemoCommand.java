package com.orchestrator.launcher;

import com.orchestrator.launcher.demo.OrderStory;
import com.orchestrator.launcher.os.Ports;
import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.payara.ClassArchive;
import com.orchestrator.launcher.payara.ServerSettings;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.nio.file.Path;

/** {@code demo}: database, server and worker, twenty orders, and how they ended. Exit code 0 only if all is as expected. */
record DemoCommand(Workspace workspace, ShutdownStack started) {

    private static final int DEFAULT_PORT = 8080;
    private static final int INTERRUPTED = 130;

    int run(Arguments arguments) {
        started.codeWhenStopped(INTERRUPTED);
        RunDirectory run = started.open(workspace::newRunDirectory);
        Path home = arguments.keep() ? workspace.keptDemoData() : run.postgres();
        EmbeddedPostgres postgres = started.open(() -> freshPostgres(home));
        var settings = ServerSettings.onLoopback(
                port(arguments), postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password());
        String url = ServerProcess.start(workspace, run, started, settings)
                .settings()
                .url();

        var story = new OrderStory(url, workspace.orderSaga(), System.out);
        story.play(started, url, run.file("worker.log"), Boolean.getBoolean("orchestrator.terminal"));
        int code = story.tell() ? 0 : 1;
        started.codeWhenStopped(code);
        if (arguments.keep()) {
            story.tellHowToApprove();
            System.out.println("Ctrl-C stops it. The database stays: `./orchestrator dev --data " + home + "`");
            return ServerProcess.stay();
        }
        ClassArchive.wanted().ifPresent(ClassArchive::write);
        return code;
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
