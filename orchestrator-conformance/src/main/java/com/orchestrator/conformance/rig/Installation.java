package com.orchestrator.conformance.rig;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.payara.PayaraInstall;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the build has put together, ready to be started.
 *
 * @param root of the repository
 * @param payara unpacked
 * @param directory of this run alone
 */
record Installation(Path root, Path payara, Path directory) {

    /** @param cache where what is unpacked stays for the next time */
    static Installation prepare(Path root, Path cache, Path directory) {
        Path jar = dist(root).resolve("payara-micro.jar");
        try {
            Path payara = cache.resolve("payara-" + Files.size(jar));
            if (!Files.exists(payara.resolve("java.args"))) {
                Files.createDirectories(cache);
                PayaraInstall.main(new String[] {jar.toString(), payara.toString()});
            }
            return new Installation(root, payara, directory);
        } catch (IOException e) {
            throw new LaunchException("The server has not been built: " + e.getMessage(), e);
        }
    }

    private static Path dist(Path root) {
        return root.resolve("orchestrator-launcher/target/dist");
    }

    /** The command that starts a server, after the first time with the classes it has loaded then. */
    List<String> command(int port) {
        List<String> command = new ArrayList<>(List.of(Subprocess.java(), "@" + payara.resolve("java.args")));
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(sharedClasses());
        command.addAll(List.of("-Dorchestrator.root=" + root, "-Dorchestrator.payara=" + payara, "-cp", classPath()));
        command.addAll(List.of("com.orchestrator.launcher.Main", "server", "--port", String.valueOf(port)));
        return command;
    }

    private List<String> sharedClasses() {
        Path archive = directory.resolve("classes.jsa");
        return Files.exists(archive)
                ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr")
                : List.of("-XX:+RecordDynamicDumpInfo", "-Dorchestrator.cds.record=" + archive, "-Xlog:disable");
    }

    private String classPath() {
        return String.join(
                File.pathSeparator,
                payara.resolve("launch-micro.jar").toString(),
                launcherJar().toString(),
                dist(root).resolve("lib").toString() + "/*");
    }

    private Path launcherJar() {
        try (var jars = Files.list(root.resolve("orchestrator-launcher/target"))) {
            return jars.filter(jar ->
                            jar.getFileName().toString().matches("orchestrator-launcher-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new LaunchException("The launcher has not been built."));
        } catch (IOException e) {
            throw new LaunchException("The launcher has not been built: " + e.getMessage(), e);
        }
    }
}
