package com.orchestrator.system;

import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A PostgreSQL that archives its log, so that it can be restored to any moment since a backup of it. */
final class ArchivedPostgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;
    private final EmbeddedPostgres database;

    private ArchivedPostgres(Path home, EmbeddedPostgres database) {
        this.home = home;
        this.database = database;
    }

    static ArchivedPostgres start(Path folder) throws IOException {
        Path home = Built.emptyHome(folder.resolve("database"));
        try (EmbeddedPostgres settings = Built.databaseIn(home)) {
            Path archive = Files.createDirectory(home.resolve("archive"));
            Files.setOwner(archive, Files.getOwner(home.resolve("data")));
            DatabaseHand.execute(settings, "ALTER SYSTEM SET archive_mode = on");
            DatabaseHand.execute(settings, "ALTER SYSTEM SET archive_command = 'cp %p " + archive + "/%f'");
        }
        return new ArchivedPostgres(home, Built.databaseIn(home));
    }

    EmbeddedPostgres database() {
        return database;
    }

    /** What {@code pg_basebackup} does, which is not among the programs that tests have. */
    void backUp() throws SQLException, IOException {
        Path backup = home.resolve("backup");
        String label;
        try (Connection connection = DatabaseHand.connect(database);
                Statement session = connection.createStatement()) {
            DatabaseHand.ask(session, "SELECT pg_backup_start('test', true)");
            copy(home.resolve("data"), backup);
            label = DatabaseHand.ask(session, "SELECT labelfile FROM pg_backup_stop()")
                    .orElseThrow();
        }
        run(
                "rm",
                "-rf",
                backup.resolve("postmaster.pid").toString(),
                backup.resolve("pg_wal").toString());
        Files.createDirectories(backup.resolve("pg_wal/archive_status"));
        write(backup.resolve("backup_label"), label);
    }

    /** A moment to come back to. */
    void mark(String name) {
        DatabaseHand.execute(database, "SELECT pg_create_restore_point('" + name + "')");
    }

    /** Killed with -9, put back as it was at that moment, and started again where its clients look for it. */
    void restoreTo(String name) throws IOException {
        String last = DatabaseHand.ask(database, "SELECT pg_walfile_name(pg_switch_wal())")
                .orElseThrow();
        Awaitility.await("an archive with " + last)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> DatabaseHand.execute(
                        database, "SELECT 1 FROM pg_stat_archiver WHERE last_archived_wal >= '" + last + "'"));
        DatabaseHand.kill(database);
        Path data = home.resolve("data");
        run("mv", data.toString(), home.resolve("lost").toString());
        copy(home.resolve("backup"), data);
        run("chown", "-R", "--reference=" + home.resolve("lost"), data.toString());
        write(data.resolve("recovery.signal"), "");
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "restore_command = 'cp " + home.resolve("archive") + "/%f %p'\nrecovery_target_name = '" + name
                        + "'\nrecovery_target_action = 'promote'\n",
                StandardOpenOption.APPEND);
        database.restart();
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setOwner(file, Files.getOwner(home.resolve("archive")));
    }

    private static void copy(Path from, Path to) {
        run("cp", "-a", from.toString(), to.toString());
    }

    private static void run(String... command) {
        Subprocess.run(PATIENCE, List.of(command)).orThrow("Files of a database cannot be moved about");
    }

    @Override
    public void close() {
        database.close();
    }
}
