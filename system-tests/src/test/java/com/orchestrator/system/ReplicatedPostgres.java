package com.orchestrator.system;

import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A primary and a standby that has each commit before it is acknowledged. */
final class ReplicatedPostgres implements AutoCloseable {

    private static final String DATABASE = "orchestrator";
    private static final Duration COPY_LIMIT = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedPostgres primary;
    private final EmbeddedPostgres standby;

    private ReplicatedPostgres(EmbeddedPostgres primary, EmbeddedPostgres standby) {
        this.primary = primary;
        this.standby = standby;
    }

    /** @param isSynchronous else commits are acknowledged which the standby has never heard of */
    static ReplicatedPostgres start(Path folder, boolean isSynchronous) throws IOException {
        Path home = Built.emptyHome(folder.resolve("primary"));
        Path copy = Built.emptyHome(folder.resolve("standby"));
        Built.databaseIn(home).close();
        Subprocess.run(COPY_LIMIT, List.of("cp", "-a", home.toString(), copy.toString()))
                .orThrow("A standby begins with the data of its primary");
        EmbeddedPostgres primary = Built.databaseIn(home);
        follow(copy.resolve("data"), primary);
        ReplicatedPostgres both = new ReplicatedPostgres(primary, Built.databaseIn(copy));
        both.awaitStreaming("state = 'streaming'");
        if (isSynchronous) {
            DatabaseHand.execute(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
            DatabaseHand.execute(primary, "SELECT pg_reload_conf()");
            both.awaitStreaming("sync_state = 'sync'");
        }
        return both;
    }

    private static void follow(Path data, EmbeddedPostgres primary) throws IOException {
        Files.createFile(data.resolve("standby.signal"));
        String address = primary.jdbcUrl().replaceFirst(".*//([^:]*):(\\d+)/.*", "host=$1 port=$2");
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = '" + address + " user=" + EmbeddedPostgres.USER + " password=" + primary.password()
                        + "'\n",
                StandardOpenOption.APPEND);
    }

    private void awaitStreaming(String how) {
        Awaitility.await("a standby with " + how)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> DatabaseHand.execute(primary, "SELECT 1 FROM pg_stat_replication WHERE " + how));
    }

    /** One address for both: whoever connects gets the one that takes writes. */
    String jdbcUrl() {
        return primary.jdbcUrl().replace("//", "//" + host(standby) + ",") + "?targetServerType=primary";
    }

    private static String host(EmbeddedPostgres database) {
        return database.jdbcUrl().replaceFirst(".*//([^/]*)/.*", "$1");
    }

    EmbeddedPostgres primary() {
        return primary;
    }

    /** The standby hears nothing more. A process that is stopped would still find in its socket what it was sent. */
    void separate() {
        DatabaseHand.execute(standby, "ALTER SYSTEM SET primary_conninfo = ''");
        DatabaseHand.execute(standby, "SELECT pg_reload_conf()");
        Awaitility.await("a standby that hears nothing")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !DatabaseHand.execute(primary, "SELECT 1 FROM pg_stat_replication"));
    }

    /** Commits are acknowledged before they are written, to all connections from now on. */
    void makeCareless() {
        DatabaseHand.execute(primary, "ALTER DATABASE " + DATABASE + " SET synchronous_commit = off");
    }

    void killPrimary() {
        DatabaseHand.kill(primary);
    }

    void promoteStandby() {
        DatabaseHand.execute(standby, "SELECT pg_promote()");
    }

    @Override
    public void close() {
        try (primary) {
            standby.close();
        }
    }
}
