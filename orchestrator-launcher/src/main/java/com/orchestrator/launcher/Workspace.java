package com.orchestrator.launcher;

import com.orchestrator.launcher.os.DirectoryLock;
import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.payara.LaunchLog;
import com.orchestrator.launcher.payara.LogFormat;
import com.orchestrator.launcher.payara.PayaraInstall;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import com.orchestrator.launcher.server.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The repository's directories: what the build made, and {@code .orchestrator}, the one place the launcher writes to.
 *
 * @param root of the repository
 * @param installation of what was built when this JVM was started
 * @param log of this start
 */
record Workspace(Path root, Installation installation, PayaraInstall payara, LaunchLog log) {

    /**
     * As told by the script that started this JVM.
     *
     * @param command that the log is named after
     */
    static Workspace fromSystemProperties(String command) {
        Path root = Path.of(property("orchestrator.root"));
        return new Workspace(
                root,
                new Installation(Path.of(property("orchestrator.installation"))),
                new PayaraInstall(Path.of(property("orchestrator.payara"))),
                LaunchLog.open(root.resolve(".orchestrator/logs"), command, LogFormat.configured()));
    }

    PostgresBinaries postgresBinaries() {
        return PostgresBinaries.unpackInto(state().resolve("cache"));
    }

    Path devData() {
        return state().resolve("dev");
    }

    Path keptDemoData() {
        return state().resolve("demo");
    }

    /** A directory for this run alone. What dead runs have left is cleared first, their databases stopped. */
    RunDirectory newRunDirectory() {
        Path runs = state().resolve("run");
        DirectoryLock lock = DirectoryLock.acquireWaiting(runs);
        try (lock) {
            for (Path run : existing(runs)) {
                clearIfDead(run);
            }
            return RunDirectory.create(runs);
        }
    }

    private Path state() {
        return root.resolve(".orchestrator");
    }

    private void clearIfDead(Path run) {
        DirectoryLock.tryAcquire(run).ifPresent(lock -> {
            try (lock) {
                Path postgres = run.resolve(RunDirectory.POSTGRES);
                if (Files.isDirectory(postgres)) {
                    EmbeddedPostgres.discard(postgresBinaries(), postgres);
                }
                FileTree.delete(run);
            }
        });
    }

    private static List<Path> existing(Path runs) {
        try (var entries = Files.list(runs)) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new LaunchException("Cannot read " + runs + ": " + e.getMessage(), e);
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new LaunchException("Start this with ./orchestrator, which says -D" + name + ".");
        }
        return value;
    }
}
