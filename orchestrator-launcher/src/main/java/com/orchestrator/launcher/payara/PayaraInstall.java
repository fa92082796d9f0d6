package com.orchestrator.launcher.payara;

import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * Payara Micro as flat jars, exploded once per version: only so can the JVM share classes between starts. Read-only
 * afterwards; every start gets an instance directory of its own.
 *
 * @param home directory with {@code launch-micro.jar}, {@code runtime} and {@code config}
 */
public record PayaraInstall(Path home) {

    private static final Duration EXPLODE_LIMIT = Duration.ofMinutes(10);

    /** Unpacks what the build has put together, once per version; stays there for the next time. */
    public static PayaraInstall unpackInto(Path cache, Path jar) {
        try {
            PayaraInstall install = new PayaraInstall(cache.resolve("payara-" + Files.size(jar)));
            if (!Files.exists(install.launchJar())) {
                Files.createDirectories(cache);
                explode(jar, install.home);
            }
            return install;
        } catch (IOException e) {
            throw new LaunchException("Payara Micro is not where the build puts it: " + e.getMessage(), e);
        }
    }

    /** Puts a fresh copy of the server's own configuration into the instance directory. */
    void copyConfigurationTo(Path instance) {
        try {
            FileTree.copy(home.resolve("config"), instance.resolve("config"));
            FileTree.copy(home.resolve("docroot"), instance.resolve("docroot"));
        } catch (IOException e) {
            throw new LaunchException("Cannot copy Payara's configuration to " + instance + ": " + e.getMessage(), e);
        }
    }

    public Path launchJar() {
        return home.resolve("launch-micro.jar");
    }

    private static void explode(Path jar, Path target) {
        Path partial = target.resolveSibling(
                target.getFileName() + ".partial-" + ProcessHandle.current().pid());
        FileTree.delete(partial);
        Subprocess.run(
                        EXPLODE_LIMIT,
                        List.of(
                                Subprocess.java(),
                                "-jar",
                                jar.toString(),
                                "--rootdir",
                                partial.toString(),
                                "--outputlauncher"))
                .orThrow("Cannot unpack Payara Micro");
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FileTree.delete(partial);
            if (!Files.isDirectory(target)) {
                throw new LaunchException("Cannot unpack Payara Micro into " + target + ": " + e.getMessage(), e);
            }
        }
    }

    /** What Payara's manifest opens counts for {@code java -jar} alone; we start by class path and say it ourselves. */
    public List<String> moduleOptions() throws IOException {
        try (var jar = new JarFile(launchJar().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            List<String> options = new ArrayList<>();
            addOptions(options, "--add-exports", manifest.getValue("Add-Exports"));
            addOptions(options, "--add-opens", manifest.getValue("Add-Opens"));
            return options;
        }
    }

    private static void addOptions(List<String> options, String option, String packages) {
        for (String name : packages.strip().split(" +")) {
            options.add(option + "=" + name + "=ALL-UNNAMED");
        }
    }
}
