package com.orchestrator.conformance.rig;

import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import com.orchestrator.launcher.server.Installation;
import com.orchestrator.launcher.server.ServerNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real servers on a durable PostgreSQL, all started here, gone afterwards. */
public final class OwnServers implements Servers {

    private final ShutdownStack started;
    private final EmbeddedPostgres database;
    private final List<ServerNode> servers = new ArrayList<>();

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
            Installation installation = Installation.prepare(root, cache).withArchive(directory.resolve("classes.jsa"));
            for (int i = 0; i < count; i++) {
                all.servers.add(started.open(() -> ServerNode.start(installation, database, directory)));
            }
            return all;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    @Override
    public List<URI> urls() {
        return servers.stream().map(ServerNode::url).toList();
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
        servers.forEach(ServerNode::kill);
        between.run();
        servers.forEach(ServerNode::restart);
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
