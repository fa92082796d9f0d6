package com.orchestrator.launcher;

import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.payara.ClassArchive;
import com.orchestrator.launcher.payara.PayaraServer;
import com.orchestrator.launcher.payara.ServerSettings;
import java.util.concurrent.CountDownLatch;

/** What every command does once it knows where the database is: boot, say so, and stay until told to stop. */
final class ServerProcess {

    private ServerProcess() {}

    /** Says that the server listens exactly when it is ready for requests. */
    static PayaraServer start(Workspace workspace, RunDirectory run, ShutdownStack started, ServerSettings settings) {
        PayaraServer server = started.open(() -> PayaraServer.prepare(settings));
        server.boot(workspace.payara(), workspace.war(), run.payara());
        System.out.println(ServerSettings.LISTENING + settings.url());
        return server;
    }

    /** Returns never: a signal ends the process. */
    static int stay() {
        ClassArchive.wanted().ifPresent(ClassArchive::write);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
