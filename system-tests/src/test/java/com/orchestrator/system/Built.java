package com.orchestrator.system;

import com.orchestrator.launcher.os.DirectoryLock;
import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import com.orchestrator.launcher.server.Installation;
import com.orchestrator.launcher.server.InstalledServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/** What the build has put together, unpacked and laid out once for all test classes of this JVM. */
public final class Built {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** What is unpacked into it is the same for every JVM, and gets its name when it is whole. */
    private static final Path CACHE = Path.of("target/cache").toAbsolutePath();

    private static final class Once {
        static final PostgresBinaries BINARIES = PostgresBinaries.unpackInto(CACHE);
        static final InstalledServer SERVER = rehearsedForAll();
    }

    private static final String OTHER = "system.installation";

    private Built() {}

    /** For tests that start servers as they are: nothing may be changed in it. */
    public static InstalledServer server() {
        return Once.SERVER;
    }

    /**
     * So many starts are worth a rehearsal, one for all JVMs of a build. Whoever wants servers of another installation names it, with its
     * rehearsal, by {@code -Dsystem.installation=DIR}.
     */
    private static InstalledServer rehearsedForAll() {
        Optional<Path> other = Optional.ofNullable(System.getProperty(OTHER)).map(Path::of);
        if (other.isPresent()) {
            return new InstalledServer(new Installation(other.get()), other.map(home -> home.resolve("quick.args")));
        }
        Path home = CACHE.resolve(
                "installation-" + System.getProperty("system.build", "").replaceAll("\\W", ""));
        DirectoryLock lock = DirectoryLock.acquireWaiting(CACHE.resolve("installing"));
        try (lock) {
            Path options = home.resolve("quick.args");
            if (Files.exists(options)) {
                return new InstalledServer(new Installation(home), Optional.of(options));
            }
            discardOlder();
            return InstalledServer.rehearsed(Installation.prepare(ROOT, home, CACHE));
        }
    }

    private static void discardOlder() {
        try (Stream<Path> kept = Files.list(CACHE)) {
            kept.filter(path -> path.getFileName().toString().startsWith("installation-"))
                    .forEach(FileTree::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more copy, for a test that leaves something in it. */
    public static Installation install(String name) {
        return Installation.prepare(ROOT, folder(name), CACHE);
    }

    /** The command line as users have it, the script beside its jar, in {@code folder}; the script is returned. */
    public static Path commandLine(Path folder) {
        Path module = ROOT.resolve("orchestrator-cli");
        try (Stream<Path> built = Files.list(module.resolve("target"))) {
            Path jar = built.filter(file -> file.toString().endsWith("-orc.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no orc.jar: mvn package makes it"));
            Files.createDirectories(folder);
            Files.copy(jar, folder.resolve("orc.jar"), StandardCopyOption.REPLACE_EXISTING);
            return Files.copy(
                    module.resolve("src/main/scripts/orc"), folder.resolve("orc"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty one; what the last test of that name has left is deleted. */
    public static EmbeddedPostgres database(Path folder) {
        return databaseIn(emptyHome(folder.resolve("database")));
    }

    /** The one whose home it is, a new one if it is nobody's. */
    static EmbeddedPostgres databaseIn(Path home) {
        return EmbeddedPostgres.start(Once.BINARIES, home);
    }

    /** Stops and deletes what the last test has left there. */
    static Path emptyHome(Path home) {
        EmbeddedPostgres.discard(Once.BINARIES, home);
        return home;
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
