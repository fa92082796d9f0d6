package com.orchestrator.conformance.rig;

import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real servers on a durable PostgreSQL, all started here, gone afterwards. */
public final class OwnServers implements Servers {

    private final ShutdownStack started;
    private final EmbeddedPostgres database;
    private final List<OwnServer> servers = new ArrayList<>();

    private OwnServers(ShutdownStack started, EmbeddedPostgres database) {
        this.started = started;
        this.database = database;
    }

    /**
     * @param root of the repository
     * @param cache where what is unpacked stays for the next time
     * @param directory for this run alone
     */
    public static OwnServers start(Path root, Path cache, Path directory, int count) {
        ShutdownStack started = new ShutdownStack();
        try {
            PostgresBinaries binaries = PostgresBinaries.unpackInto(cache);
            EmbeddedPostgres database =
                    started.open(() -> EmbeddedPostgres.start(binaries, directory.resolve("postgres")));
            OwnServers all = new OwnServers(started, database);
            Installation installation = Installation.prepare(root, cache, directory);
            for (int i = 0; i < count; i++) {
                all.servers.add(started.open(() -> OwnServer.start(installation, database)));
            }
            return all;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    @Override
    public List<URI> urls() {
        return servers.stream().map(OwnServer::url).toList();
    }

    @Override
    public boolean areOurs() {
        return true;
    }

    @Override
    public synchronized void killAndRestart(int server, Runnable between) {
        servers.get(server).kill();
        between.run();
        servers.get(server).restart();
    }

    /** As when the power fails for all of them. */
    public synchronized void killAndRestartAll(Runnable between) {
        servers.forEach(OwnServer::kill);
        between.run();
        servers.forEach(OwnServer::restart);
    }

    /** Lets servers be killed at commits. */
    public CommitGate commitGate() {
        return CommitGate.install(database);
    }

    @Override
    public void close() {
        started.close();
    }
}
