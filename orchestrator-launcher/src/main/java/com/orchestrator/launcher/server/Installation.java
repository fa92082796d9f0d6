package com.orchestrator.launcher.server;

import com.orchestrator.launcher.Main;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.payara.PayaraInstall;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the build has put together, started as a small JVM that is up quickly: for servers that live no longer than a test.
 *
 * @param root of the repository
 * @param archive where the first server leaves the classes it has loaded, so that the next ones start quicker
 */
public record Installation(Path root, PayaraInstall payara, Optional<Path> archive) implements ServerCommandLine {

    private static final List<String> SMALL_AND_QUICK =
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /**
     * Without an archive.
     *
     * @param cache where what is unpacked stays for the next time
     */
    public static Installation prepare(Path root, Path cache) {
        return new Installation(
                root, PayaraInstall.unpackInto(cache, dist(root).resolve("payara-micro.jar")), Optional.empty());
    }

    /** @param file for these jars and this JVM alone: nobody checks whether it fits */
    public Installation withArchive(Path file) {
        return new Installation(root, payara, Optional.of(file));
    }

    @Override
    public List<String> on(int port) {
        return Stream.of(
                        List.of(Subprocess.java(), "@" + payara.javaArguments()),
                        SMALL_AND_QUICK,
                        archive.map(Installation::sharedClasses).orElse(List.of()),
                        List.of("-Dorchestrator.root=" + root, "-Dorchestrator.payara=" + payara.home()),
                        List.of("-cp", classPath(), Main.class.getName(), "server", "--port", String.valueOf(port)))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> sharedClasses(Path archive) {
        return Files.exists(archive)
                ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr")
                : List.of("-XX:+RecordDynamicDumpInfo", "-Dorchestrator.cds.record=" + archive, "-Xlog:disable");
    }

    private String classPath() {
        return Stream.of(
                        payara.launchJar(),
                        launcherJar(),
                        dist(root).resolve("lib").resolve("*"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Path launcherJar() {
        try (var files = Files.list(target(root))) {
            return files.filter(Installation::isLauncher)
                    .findFirst()
                    .orElseThrow(() -> new LaunchException("The launcher has not been built."));
        } catch (IOException e) {
            throw new LaunchException("The launcher has not been built: " + e.getMessage(), e);
        }
    }

    private static boolean isLauncher(Path file) {
        return file.getFileName().toString().matches("orchestrator-launcher-[\\d.]+(-SNAPSHOT)?\\.jar");
    }

    private static Path dist(Path root) {
        return target(root).resolve("dist");
    }

    private static Path target(Path root) {
        return root.resolve("orchestrator-launcher/target");
    }
}
