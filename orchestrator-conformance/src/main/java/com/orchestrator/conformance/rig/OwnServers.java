package com.orchestrator.conformance.rig;

import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import com.orchestrator.launcher.server.Installation;
import com.orchestrator.launcher.server.InstalledServer;
import com.orchestrator.launcher.server.ServerNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Real servers on a durable PostgreSQL, all started here, gone afterwards. */
public final class OwnServers implements Servers {

    /** A commit that is held back holds up a lane: with these, scenarios beside each other seldom meet in one. */
    private static final String LANES_FOR_KILLS = "64";

    /** All servers together, of the hundred that the database allows. */
    private static final int CONNECTIONS_FOR_KILLS = 80;

    private final ShutdownStack started;
    private final EmbeddedPostgres database;
    private final List<ServerNode> servers = new ArrayList<>();
    private volatile boolean areUp = true;

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
        return start(InstalledServer.of(install(root, cache, directory)), cache, directory, count, Map.of());
    }

    /** Servers that are to be killed at commits: so many starts are worth a rehearsal. */
    public static OwnServers startForKills(Path root, Path cache, Path directory, int count) {
        String pool = String.valueOf(CONNECTIONS_FOR_KILLS / count);
        Map<String, String> settings =
                Map.of("orchestrator.engine.lanes", LANES_FOR_KILLS, "orchestrator.datasource.pool-size", pool);
        return start(InstalledServer.rehearsed(install(root, cache, directory)), cache, directory, count, settings);
    }

    private static Installation install(Path root, Path cache, Path directory) {
        return Installation.prepare(root, directory.resolve("installation"), cache);
    }

    private static OwnServers start(
            InstalledServer server, Path cache, Path directory, int count, Map<String, String> settings) {
        ShutdownStack started = new ShutdownStack();
        try {
            PostgresBinaries binaries = PostgresBinaries.unpackInto(cache);
            EmbeddedPostgres database =
                    started.open(() -> EmbeddedPostgres.start(binaries, directory.resolve("postgres")));
            OwnServers all = new OwnServers(started, database);
            for (int i = 0; i < count; i++) {
                all.servers.add(started.open(() -> ServerNode.start(server, database, settings, directory)));
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
    public boolean areUp() {
        return areUp;
    }

    @Override
    public synchronized void killAndRestart(int server, Runnable between) {
        killAndRestart(List.of(servers.get(server)), between);
    }

    /** As when the power fails for all of them. */
    public synchronized void killAndRestartAll(Runnable between) {
        killAndRestart(servers, between);
    }

    private void killAndRestart(List<ServerNode> some, Runnable between) {
        areUp = false;
        some.forEach(ServerNode::kill);
        between.run();
        ServerNode.restart(some);
        areUp = true;
    }

    /**
     * Lets servers be killed at commits.
     *
     * @param stories that may be told beside each other
     */
    public CommitGate commitGate(int stories) {
        return CommitGate.install(database, stories);
    }

    @Override
    public StoredPage lastPage(String instanceId) {
        return StoredPage.last(database, UUID.fromString(instanceId));
    }

    @Override
    public void close() {
        started.close();
    }
}
