package com.orchestrator.system;

import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import com.orchestrator.launcher.server.Installation;
import com.orchestrator.launcher.server.InstalledServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the build has put together, unpacked and laid out once for all test classes of this JVM. */
public final class Built {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** What is unpacked into it is the same for every JVM, and gets its name when it is whole. */
    private static final Path CACHE = Path.of("target/cache").toAbsolutePath();

    private static final class Once {
        static final PostgresBinaries BINARIES = PostgresBinaries.unpackInto(CACHE);
        static final Installation INSTALLATION = install("installation");
    }

    private Built() {}

    /** For tests that start servers as they are: nothing may be changed in it. */
    public static InstalledServer server() {
        return InstalledServer.of(Once.INSTALLATION);
    }

    /** One more copy, for a test that leaves something in it. */
    public static Installation install(String name) {
        return Installation.prepare(ROOT, folder(name), CACHE);
    }

    /** An empty one; what the last test of that name has left is deleted. */
    public static EmbeddedPostgres database(Path folder) {
        Path home = folder.resolve("database");
        EmbeddedPostgres.discard(Once.BINARIES, home);
        return EmbeddedPostgres.start(Once.BINARIES, home);
    }

    /** Where a test class keeps what it makes. Nobody else works there: JVMs that run side by side are told apart. */
    public static Path folder(String name) {
        try {
            return Files.createDirectories(Path.of(System.getProperty("system.work", "target/work"), name)
                    .toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
